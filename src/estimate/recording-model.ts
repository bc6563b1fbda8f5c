/** What critics and validators would put to a model, found by letting them ask one that never answers. */
import type { Question } from './facts.ts'
import { answerTokens, tokensIn } from './tokens.ts'
import { NOTHING, sum } from './range.ts'
import { systemClock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import type { Spread } from '../core/estimate.ts'
import type { Critic, Model, ModelRequest, Validator } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { Iteration, Message } from '../core/types.ts'
import { critics as builtIn } from '../critics/index.ts'
import type { WaysOfWriting } from './model-assumptions.ts'

export interface Heard {
  readonly model: string
  readonly request: ModelRequest
}

/** A model that writes down what it is asked, and asks nobody. */
export const paperModel = ({ name, address, cost }: Model, heard: Heard[]): Model => ({
  name,
  address,
  cost,
  async generate(request) {
    heard.push({ model: name, request })
    throw new SifakaError('dry-run', 'nothing is sent')
  },
})

const NO_DRAFT = { prompt: { id: '', index: 0, text: '' }, text: '' }

const quiet = (): Scope => ({
  signal: new AbortController().signal,
  clock: systemClock,
  random: () => 0.5,
  emit: () => undefined,
  path: [],
  rank: 0,
})

/** APIs add a few tokens to each message. */
const TOKENS_A_MESSAGE = 8

export const messageTokens = (messages: readonly Message[]): Spread =>
  sum(...messages.map(({ content }) => tokensIn(content)), {
    least: 0,
    expected: 0,
    most: TOKENS_A_MESSAGE * messages.length,
  })

/** A question about a draft, without task and draft. */
function questionOf({ model, request }: Heard, ways: WaysOfWriting): Question {
  const schema = request.schema?.schema ?? {}
  const told = tokensIn(JSON.stringify(schema))
  const schemaTokens = { least: 0, expected: ways.readsSchemas ? told.expected : 0, most: told.most }
  return {
    model,
    pace: ways.pace(request.schema !== undefined),
    inputTokens: sum(messageTokens(request.messages), schemaTokens),
    memoryTokens: NOTHING,
    outputTokens: answerTokens(schema, ways),
    certain: true,
    shared: false,
  }
}

/** An earlier iteration that left something to remember. */
const BEFORE: Iteration = {
  index: 1,
  generation: null,
  validations: [
    { validator: 'length', passed: false, score: 0, measured: 0, bound: null, message: '', durationMs: 0 },
  ],
  critiques: [],
  failures: [],
}
/** Of a validator's message, and of a lesson. */
const MEMORY: Spread = { least: 0, expected: 30, most: 3000 }
/** What a critic of a plugin is taken to ask, since only a real draft would show it. */
const STRANGER: Spread = { least: 0, expected: 400, most: 8000 }

export async function questionOfCritic(
  critic: Critic,
  heard: Heard[],
  waysOf: (model: string) => WaysOfWriting,
): Promise<Question & { readonly key: string }> {
  const ask = async (history: readonly Iteration[]): Promise<Heard | undefined> => {
    heard.length = 0
    await critic.critique(NO_DRAFT, { history, sample: 0 }, quiet()).catch(() => undefined)
    return heard[0]
  }
  // A stranger may do anything when it is called.
  const known = builtIn.some(({ name }) => name === critic.name)
  const first = known ? await ask([]) : undefined
  if (!first) {
    const stranger = { model: critic.model, request: { messages: [] } }
    const question = questionOf(stranger, waysOf(critic.model))
    return {
      ...question,
      inputTokens: STRANGER,
      outputTokens: { ...question.outputTokens, least: 0, expected: 150 },
      certain: false,
      key: critic.name,
    }
  }
  const later = await ask([BEFORE])
  const remembers = later?.request.messages.at(-1)?.content !== first.request.messages.at(-1)?.content
  return {
    ...questionOf(first, waysOf(first.model)),
    memoryTokens: remembers ? MEMORY : NOTHING,
    key: JSON.stringify([first.model, first.request]),
  }
}

/** What a validator asks a model: its rubric is in its requirement. */
export function questionOfJudge(
  validator: Validator,
  model: string,
  form: Heard,
  ways: WaysOfWriting,
): Question {
  const rubric = { ...tokensIn(validator.requirement), least: 0 }
  const question = questionOf({ ...form, model }, ways)
  return {
    ...question,
    inputTokens: sum(question.inputTokens, rubric),
    // One that is a part of another need not be asked, once the others settle it.
    certain: validator.name === 'judge',
  }
}

/** The form of all of a judge's questions. */
export async function formOfJudge(judge: Validator, heard: Heard[]): Promise<Heard> {
  heard.length = 0
  try {
    await judge.validate(NO_DRAFT, quiet())
  } catch {
    // It asked nobody, and so it could not answer.
  }
  return heard[0] ?? { model: '', request: { messages: [] } }
}

/** Runs one critic with models that answer by what they are asked. */
import type { CriticDefinition, CriticNeeds } from '../../src/core/definitions.ts'
import { askAboutDraft } from '../../src/critics/ask.ts'
import type { CritiqueRequest, Model, ModelRequest } from '../../src/core/ports.ts'
import type { Critique } from '../../src/core/types.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, prompt } from '../helpers/scripted.ts'

/** Returns the answer to the last message of a request: an object, or an error to be thrown. */
export type Respond = (question: string, model: string, request: ModelRequest) => object

interface Asked {
  readonly critique: Promise<Critique>
  /** The last message of each request, in the order of the calls. */
  readonly questions: readonly string[]
  readonly requests: readonly ModelRequest[]
  readonly models: readonly string[]
  /** The highest number of calls in flight at once. */
  readonly mostInFlight: () => number
}

export const TEXT = 'Solar power is cheap. It saves 300 dollars a year.'

export async function askCritic(
  definition: CriticDefinition,
  respond: Respond,
  {
    options = {},
    text = TEXT,
    request = {},
    needs = {},
  }: {
    options?: object
    text?: string
    request?: Partial<CritiqueRequest>
    needs?: Partial<CriticNeeds>
  } = {},
): Promise<Asked> {
  const [questions, requests, models]: [string[], ModelRequest[], string[]] = [[], [], []]
  let inFlight = 0
  let mostInFlight = 0
  const modelNamed = (name: string): Model => ({
    name,
    async generate(asked, scope) {
      const question = asked.messages.at(-1)?.content ?? ''
      questions.push(question)
      requests.push(asked)
      models.push(name)
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      await scope.clock.sleep(1000, scope.signal)
      inFlight--
      const response = respond(question, name, asked)
      if (response instanceof Error) throw response
      return answer({ text: JSON.stringify(response), model: name })
    },
  })
  const critic = await definition.create(definition.options.parse(options), {
    ask: askAboutDraft,
    critic: (name) => modelNamed(name ?? 'test:judge'),
    generator: modelNamed('test:writer'),
    ...needs,
  })
  const critique = critic.critique(
    { prompt: prompt(), text },
    { history: [], sample: 0, ...request },
    testScope(),
  )
  await critique.catch(() => undefined)
  return { critique, questions, requests, models, mostInFlight: () => mostInFlight }
}

/** The data that a question has sealed under a name. */
export const dataIn = (question: string, name: string): string | undefined =>
  RegExp(`<(${name}-[\\da-f]{16})>\\n([^]*?)\\n</\\1>`).exec(question)?.[2]

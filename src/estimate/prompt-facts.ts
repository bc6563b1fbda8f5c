/** Everybody who would work on a prompt, made as for a run, but of models that are never asked. */
import type { Facts, Question } from './facts.ts'
import { draftTokens, tokensIn } from './tokens.ts'
import { NOTHING, scaled, sum } from './range.ts'
import type { Env } from '../config/env.ts'
import { readNamed } from '../config/named.ts'
import { registry } from '../plugins/registry.ts'
import { validatorKind, type Settings } from '../config/schema.ts'
import { prefixJudge } from '../core/assess.ts'
import { infeasible, isBlank } from '../core/decide.ts'
import { UsageError } from '../core/errors.ts'
import type { Spread } from '../core/estimate.ts'
import { compose } from '../core/feedback.ts'
import type { Critic, Model, Validator } from '../core/ports.ts'
import { isWarning } from '../core/severity.ts'
import type { NamedOptions, Prompt } from '../core/types.ts'
import { ask } from '../critics/model-critic.ts'
import { openWorkshop } from '../validators/runtime/factory.ts'
import { checkCrew } from '../engine/create-engine.ts'
import { waysOf } from './model-assumptions.ts'
import { modelsOf, noModel } from '../engine/models.ts'
import { pick } from '../engine/pick.ts'
import * as paper from './recording-model.ts'

export interface PaperCrew {
  /** What there is to know of a prompt before anything is sent. Throws what a run would. */
  readonly factsOf: (prompt: Prompt) => Promise<Facts>
  readonly costOf: (model: string) => Model['cost']
  /** Variables of the environment that a run would need, and that are not set. */
  readonly missingKeys: () => readonly string[]
  readonly close: () => Promise<void>
}

interface Check {
  readonly validator: Validator
  readonly questions: readonly Question[]
}

/** Who does not know yet what it costs may have no key yet. */
const KEYS: Readonly<Record<string, string>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  groq: 'GROQ_API_KEY',
}

export async function paperCrew(settings: Settings, env: Env): Promise<PaperCrew> {
  const keyOf = (provider: string): string | undefined =>
    KEYS[provider] ?? (Object(settings.providers[provider])['apiKeyEnv'] as string | undefined)
  const lacks = (variable: string) => !env[variable]?.trim()
  const variables = [...Object.keys(KEYS), ...Object.keys(settings.providers)].map(keyOf)
  const missing = variables.filter((variable) => variable !== undefined && lacks(variable))
  const models = modelsOf(settings, {
    env: { ...env, ...Object.fromEntries(missing.map((variable) => [variable, 'none'])) },
    fetch: () => Promise.reject(new UsageError('nothing is sent')),
    budget: undefined,
  })
  const heard: paper.Heard[] = []
  const model = (name: string) => paper.paperModel(models.get(name), heard)
  const ways = (name: string) => waysOf(name, settings)
  const writer = settings.model ?? noModel()
  const adviser = settings.criticModel ?? writer
  model(writer)

  const asked: string[] = []
  const workshop = openWorkshop({
    definitions: registry.validator,
    check: (given, foreign) => readNamed(given, { ...validatorKind, foreign }),
    model(name = adviser) {
      asked.push(name)
      return model(name)
    },
    ask,
    env,
  })
  const [judge] = await workshop.make([{ name: 'judge', rubric: 'nothing yet', model: writer, cache: false }])
  const form = judge && (await paper.formOfJudge(judge, heard))

  /** By the validator, which the workshop makes once. */
  const checks = new WeakMap<Validator, Check>()
  const checksOf = async (make: () => Promise<Validator[]>): Promise<Check[]> => {
    asked.length = 0
    const [validator] = await make()
    if (!validator) return []
    const names = form ? [...asked] : []
    const questions = names.map((name) =>
      paper.questionOfJudge(validator, name, form as paper.Heard, ways(name)),
    )
    const check = checks.get(validator) ?? { validator, questions }
    checks.set(validator, check)
    return [check]
  }
  const inTurn = async (given: readonly NamedOptions[], make: typeof workshop.makeForeign) => {
    const made: Check[] = []
    for (const each of given) made.push(...(await checksOf(() => make([each]))))
    return made
  }
  const common = await inTurn(settings.validators, (given) => workshop.make(given as NamedOptions[]))

  const critics = new Map<string, Promise<Question[]>>()
  const criticsFor = (name: string): Promise<Question[]> => {
    const made = critics.get(name) ?? questionsOfCritics(name)
    critics.set(name, made)
    return made
  }
  const questionsOfCritics = async (name: string): Promise<Question[]> => {
    const crew: Critic[] = []
    const needs = { generator: model(name), critic: (own?: string) => model(own ?? adviser) }
    for (const { name: critic, ...options } of settings.critics)
      crew.push(await pick(registry.critic, critic).create(options, needs))
    checkCrew(
      { generator: needs.generator, validators: common.map(({ validator }) => validator), critics: crew },
      settings,
    )
    const keys = new Set<string>()
    const questions: Question[] = []
    for (const critic of crew) {
      const { key, ...question } = await paper.questionOfCritic(critic, heard, ways)
      questions.push({ ...question, shared: settings.cache !== false && keys.has(key) })
      keys.add(key)
    }
    return questions
  }
  await criticsFor(writer)
  if (settings.maxCost !== undefined) models.checkPrices()

  return {
    costOf: (name) => models.get(name).cost,
    missingKeys() {
      const used = new Set([...models.names()].map((name) => keyOf(name.slice(0, name.indexOf(':')))))
      return [...used].filter((variable) => variable !== undefined && lacks(variable)) as string[]
    },
    close: workshop.close,
    async factsOf(prompt) {
      const name = prompt.model ?? writer
      const own = await inTurn(prompt.validators ?? [], workshop.makeForeign)
      return factsOf(prompt, { name, checks: [...common, ...own], critics: await criticsFor(name) })
    },
  }

  function factsOf(
    given: Prompt,
    { name, checks, critics }: { name: string; checks: readonly Check[]; critics: readonly Question[] },
  ): Facts {
    const prompt = { ...given, system: given.system ?? settings.system }
    const { draft } = prompt
    const validators = checks.map(({ validator }) => validator)
    const style = ways(name)
    const demands = validators.flatMap((validator) => validator.demands ?? [])
    const written = draftTokens(demands, style, settings.maxTokens)
    return {
      model: name,
      pace: style.pace(false),
      openingTokens: paper.messageTokens(compose(prompt, validators, [], settings)),
      taskTokens: tokensIn(prompt.system === undefined ? prompt.text : `${prompt.system}\n\n${prompt.text}`),
      adviceTokens: adviceTokens(validators, critics.length, style.suggestionTokens),
      // What begins short may stay short.
      draftTokens: draft === undefined ? written : { ...written, least: 1 },
      givenTokens: draft === undefined ? undefined : tokensIn(draft),
      idle: infeasible(validators) !== undefined || (draft !== undefined && isBlank(draft)),
      checks: validators.filter((validator) => !isWarning(validator)).length,
      breakable: settings.stream !== false && prefixJudge(validators) !== undefined,
      critics,
      judges: distinct(checks),
    }
  }

  function distinct(checks: readonly Check[]): Question[] {
    const keys = new Set<string>()
    return checks.flatMap(({ validator, questions }) =>
      questions.map((question) => {
        const key = JSON.stringify([question.model, validator.requirement])
        const shared = settings.cache !== false && keys.has(key)
        keys.add(key)
        return { ...question, shared }
      }),
    )
  }
}

/** What frames all advice, and what a validator and the critics add to it. */
const FRAME: Spread = { least: 40, expected: 75, most: 500 }
const MESSAGE: Spread = { least: 0, expected: 15, most: 500 }
/** Twelve suggestions and three lessons of 600 characters each, as `core/feedback.ts` clips them. */
const OPINIONS_MOST = 15 * 600

function adviceTokens(validators: readonly Validator[], critics: number, suggestionTokens: number): Spread {
  // A validation is told at most twice: to be changed, and as broken by the last edit.
  const facts = validators.map(({ requirement }) => {
    const { most } = scaled(tokensIn(requirement), 2)
    return { ...MESSAGE, most: 2 * MESSAGE.most + most }
  })
  const opinions = { least: 0, expected: suggestionTokens * critics, most: OPINIONS_MOST }
  return sum(FRAME, ...facts, critics === 0 ? NOTHING : opinions)
}

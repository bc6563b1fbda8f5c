/** Runs the plugins that a program passes as values on the main thread, with a limit for all that they wait for. */
import type { CriticNeeds, ValidatorNeeds } from '../core/definitions.ts'
import type { Critic, Model } from '../core/ports.ts'
import { AnswerLimit } from './answer-limit.ts'
import type { CriticPlugin, PluginValidator, ValidatorPlugin } from './define.ts'

type Given = Readonly<Record<string, unknown>>

export async function localValidator(
  plugin: ValidatorPlugin,
  given: Given,
  needs: ValidatorNeeds,
): Promise<PluginValidator> {
  const limit = new AnswerLimit(needs.answerLimitMs)
  const validator = await limit.run(() => plugin.create(given, limitedNeeds(needs, limit)), needs.signal)
  checkMethod(validator, 'validate')
  return {
    requirement: validator.requirement,
    tier: validator.tier,
    cacheable: validator.cacheable,
    validate: (draft, scope) => limit.run(() => validator.validate(draft, scope), scope.signal),
  }
}

export async function localCritic(
  plugin: CriticPlugin,
  given: Given,
  needs: CriticNeeds,
): Promise<Omit<Critic, 'name'>> {
  const limit = new AnswerLimit(needs.answerLimitMs)
  const limited = {
    ...needs,
    generator: withLimit(needs.generator, limit),
    critic: (name?: string) => withLimit(needs.critic(name), limit),
  }
  const critic = await limit.run(() => plugin.create(given, limited), needs.signal)
  checkMethod(critic, 'critique')
  return {
    model: critic.model,
    critique: (draft, request, scope) =>
      limit.run(() => critic.critique(draft, request, scope), scope.signal),
  }
}

/** Throws an error unless what `create` returned has this method. */
export function checkMethod(created: object, method: string): void {
  if (typeof Object(created)[method] === 'function') return
  throw new TypeError(`create must return an object with a function "${method}"`)
}

const withLimit = (model: Model, limit: AnswerLimit): Model => ({
  ...model,
  generate: (request, scope) => limit.whileWaiting(() => model.generate(request, scope)),
})

/** The time that a validator waits for models and other validators does not count towards its limit. */
const limitedNeeds = (needs: ValidatorNeeds, limit: AnswerLimit): ValidatorNeeds => ({
  ...needs,
  model: (name) => withLimit(needs.model(name), limit),
  async validator(given) {
    const part = await needs.validator(given)
    return {
      ...part,
      validate: (draft, scope) => limit.whileWaiting(async () => part.validate(draft, scope)),
    }
  },
})

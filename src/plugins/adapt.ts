/**
 * Turns plugins into definitions like the built-in ones. Checks the values that plugins return, and adds
 * defaults.
 */
import * as z from 'zod'
import type { CriticDefinition, ValidatorDefinition, ValidatorNeeds } from '../core/definitions.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { GIVEN_FINDING_FORM, isGivenFinding, type GivenFinding } from '../core/validation/finding.ts'
import { TIERS, type Critic, type Model, type Validator } from '../core/ports.ts'
import type { Validation } from '../core/types.ts'
import { noUsage, noWaste } from '../core/usage.ts'
import { AnswerLimit } from './answer-limit.ts'
import { runOnThread } from './threads/threads.ts'
import type { CriticPlugin, ValidatorPlugin } from './define.ts'

const noOptions = z.strictObject({})

/**
 * `origin` is the plugin's name in error messages. With the `path` of the plugin's file, validations run on a thread
 * that can be ended; validators that take `needs` stay on the main thread, where models and validators are.
 */
export function validatorFrom(plugin: ValidatorPlugin, origin: string, path?: string): ValidatorDefinition {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Validator> {
      const limit = new AnswerLimit(needs.answerLimitMs)
      const create = () => limit.run(() => plugin.create(given, limitedNeeds(needs, limit)))
      const validator = await createChecked(`${origin}: validator ${name}`, 'validate', create)
      const requirement = validator.requirement ?? summary
      return {
        name,
        tier: TIERS.find((tier) => tier === validator.tier) ?? 'local',
        requirement,
        mainThreadOnly: true,
        cacheable: validator.cacheable ?? false,
        readsPrompt: true,
        async validate(draft, scope) {
          const result =
            path !== undefined && plugin.create.length < 2
              ? await runOnThread({ path, name, options: given, draft }, limit, scope.signal)
              : await limit.run(() => validator.validate(draft, scope), scope.signal)
          return toValidation(name, requirement, result)
        },
      }
    },
  }
}

/** `origin` is the plugin's name in error messages. */
export function criticFrom(plugin: CriticPlugin, origin: string): CriticDefinition {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Critic> {
      const limit = new AnswerLimit(needs.answerLimitMs)
      const limited = {
        ...needs,
        generator: withLimit(needs.generator, limit),
        critic: (name?: string) => withLimit(needs.critic(name), limit),
      }
      const create = () => limit.run(() => plugin.create(given, limited))
      const critic = await createChecked(`${origin}: critic ${name}`, 'critique', create)
      const { model } = critic
      const schema = critiqueSchema(name, model)
      return {
        name,
        model,
        isPlugin: true,
        async critique(draft, request, scope) {
          const result = await limit.run(() => critic.critique(draft, request, scope), scope.signal)
          return parseResult(schema, result)
        },
      }
    },
  }
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

async function createChecked<T extends object>(
  title: string,
  method: string,
  create: () => T | Promise<T>,
): Promise<T> {
  const created = await (async () => create())().catch((error: unknown) => {
    if (error instanceof SifakaError) throw error
    throw new ConfigError(`${title}: ${messageOf(error)}`, undefined, error)
  })
  if (typeof Object(created)[method] === 'function') return created
  throw new ConfigError(`${title}: create must return an object with a function "${method}"`)
}

const validationSchema = (rule: string) =>
  z.object({
    passed: z.boolean(),
    score: z.number().min(0).max(1).default(0),
    measured: z.union([z.number(), z.string()]).nullable().default(null),
    bound: z.string().nullish(),
    message: z.string().optional(),
    findings: z
      .array(z.custom<GivenFinding>(isGivenFinding, GIVEN_FINDING_FORM))
      .transform((findings) => findings.map((finding) => ({ rule, ...finding })))
      .optional(),
  })

function toValidation(validator: string, requirement: string, result: unknown): Validation {
  const { passed, score, measured, bound, message, findings } = parseResult(
    validationSchema(validator),
    result,
  )
  const fact =
    measured === null
      ? passed
        ? ''
        : 'not met: '
      : `${measured}${passed ? ', as required: ' : '; required: '}`
  return {
    validator,
    passed,
    score: passed ? 1 : score,
    measured,
    bound: bound ?? requirement,
    message: message ?? `${fact}${requirement}`,
    ...(findings && { findings }),
  }
}

const count = z.number().min(0).default(0)

const critiqueSchema = (critic: string, model: string) =>
  z.object({
    critic: z.string().default(critic),
    model: z.string().default(model),
    needsImprovement: z.boolean(),
    confidence: z.number().min(0).max(1).default(1),
    severity: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
    feedback: z.string(),
    suggestions: z.array(z.string()).default([]),
    lesson: z.string().optional(),
    details: z.unknown().optional(),
    usage: z
      .object({
        calls: count,
        inputTokens: count,
        outputTokens: count,
        reasoningTokens: count,
        cachedInputTokens: count,
        retries: count,
        cacheHits: count,
        costUsd: z.number().min(0).nullable().default(null),
      })
      .transform((usage) => ({ ...usage, wasted: noWaste }))
      .default(noUsage),
  })

/** Throws if the result is malformed. This counts as a failure of the plugin, not of the draft. */
function parseResult<T>(schema: z.ZodType<T>, result: unknown): T {
  const { data, error } = schema.safeParse(result)
  if (!error) return data
  const problems = error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new SifakaError('plugin', `it returned an invalid result: ${problems.join('; ')}`)
}

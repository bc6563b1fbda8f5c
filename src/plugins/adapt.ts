/** Plugins as the definitions that everything else takes. */
import * as z from 'zod'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { TIERS, type Critic, type Validator } from '../core/ports.ts'
import type { Validation } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import type { CriticPlugin, ValidatorPlugin } from './define.ts'
import type { registry } from './registry.ts'

const noOptions = z.strictObject({})

/** The plugin's definition as a built-in one: what it makes and what that answers is checked and completed. */
export function validatorOf(plugin: ValidatorPlugin, origin: string): (typeof registry)['validator'][number] {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Validator> {
      const made = await created(
        () => plugin.create(given, needs),
        `${origin}: validator ${name}`,
        'validate',
      )
      const requirement = made.requirement ?? summary
      return {
        name,
        tier: TIERS.find((tier) => tier === made.tier) ?? 'local',
        requirement,
        here: true,
        fresh: made.fresh ?? true,
        validate: async (draft, scope) => validationOf(name, requirement, await made.validate(draft, scope)),
      }
    },
  }
}

/** The same for a critic. */
export function criticOf(plugin: CriticPlugin, origin: string): (typeof registry)['critic'][number] {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Critic> {
      const made = await created(() => plugin.create(given, needs), `${origin}: critic ${name}`, 'critique')
      return {
        name,
        model: made.model,
        critique: async (draft, request, scope) =>
          answerOf(critiqueShape(name, made.model), await made.critique(draft, request, scope)),
      }
    },
  }
}

async function created<Made extends object>(
  create: () => Made | Promise<Made>,
  who: string,
  verb: string,
): Promise<Made> {
  const made = await (async () => create())().catch((error: unknown) => {
    throw error instanceof SifakaError
      ? error
      : new ConfigError(`${who}: ${messageOf(error)}`, undefined, error)
  })
  if (typeof Object(made)[verb] === 'function') return made
  throw new ConfigError(`${who}: create returns nothing with a function "${verb}"`)
}

const findingShape = z.object({
  passed: z.boolean(),
  score: z.number().min(0).max(1).default(0),
  measured: z.union([z.number(), z.string()]).nullable().default(null),
  bound: z.string().nullish(),
  message: z.string().optional(),
})

function validationOf(validator: string, requirement: string, answer: unknown): Validation {
  const { passed, score, measured, bound, message } = answerOf(findingShape, answer)
  const found = measured === null ? '' : `${measured}, `
  return {
    validator,
    passed,
    score: passed ? 1 : score,
    measured,
    bound: bound ?? requirement,
    message: message ?? `${found}${passed ? 'as required' : 'must be'}: ${requirement}`,
  }
}

const count = z.number().min(0).default(0)

const critiqueShape = (critic: string, model: string) =>
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
        cachedInputTokens: count,
        retries: count,
        cacheHits: count,
        costUsd: z.number().min(0).nullable().default(null),
      })
      .default(noUsage),
  })

/** What cannot be used is no answer, and its author a failure. */
function answerOf<Answer>(shape: z.ZodType<Answer>, given: unknown): Answer {
  const { data, error } = shape.safeParse(given)
  if (!error) return data
  const problems = error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new SifakaError('plugin', `its answer cannot be used: ${problems.join('; ')}`)
}

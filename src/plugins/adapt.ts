/** Turns plugins into definitions like the built-in ones. Checks the values that plugins return, and adds defaults. */
import * as z from 'zod'
import type { CriticDefinition, ValidatorDefinition } from '../core/definitions.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { GIVEN_FINDING_FORM, isGivenFinding, type GivenFinding } from '../core/validation/finding.ts'
import { TIERS, type Critic, type Validator } from '../core/ports.ts'
import type { Validation } from '../core/types.ts'
import { noUsage, noWaste } from '../core/usage.ts'
import type { CriticPlugin, ValidatorPlugin } from './define.ts'
import { localCritic, localValidator } from './local.ts'
import { criticOnThread, validatorOnThread } from './threads/on-thread.ts'

const noOptions = z.strictObject({})

/**
 * `origin` is the plugin's name in error messages. With the `path` of the plugin's file, it runs on a thread that can
 * be ended; a definition that a program passes runs on the main thread.
 */
export function validatorFrom(plugin: ValidatorPlugin, origin: string, path?: string): ValidatorDefinition {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Validator> {
      const report = reporter(`${origin}: validator ${name}`, needs.inform)
      needs.files?.noteFiles(path === undefined ? [] : [path])
      const part = { path: path ?? '', kind: 'validator', name, options: given } as const
      const validator = await report.creation(() =>
        path === undefined ? localValidator(plugin, given, needs) : validatorOnThread(part, needs),
      )
      const requirement = validator.requirement ?? summary
      return {
        name,
        tier: TIERS.find((tier) => tier === validator.tier) ?? 'local',
        requirement,
        mainThreadOnly: true,
        cacheable: validator.cacheable ?? false,
        readsPrompt: true,
        async validate(draft, scope) {
          const result = await report.work(scope.signal, async () => validator.validate(draft, scope))
          return toValidation(name, requirement, result)
        },
      }
    },
  }
}

/** `origin` is the plugin's name in error messages; `path` is as for validators. */
export function criticFrom(plugin: CriticPlugin, origin: string, path?: string): CriticDefinition {
  const { name, summary, options = noOptions } = plugin
  return {
    name,
    summary,
    options,
    async create(given, needs): Promise<Critic> {
      const report = reporter(`${origin}: critic ${name}`, needs.inform)
      needs.files?.noteFiles(path === undefined ? [] : [path])
      const part = { path: path ?? '', kind: 'critic', name, options: given } as const
      const critic = await report.creation(() =>
        path === undefined ? localCritic(plugin, given, needs) : criticOnThread(part, needs),
      )
      const { model } = critic
      const schema = critiqueSchema(name, model)
      return {
        name,
        model,
        isPlugin: true,
        async critique(draft, request, scope) {
          const result = await report.work(scope.signal, () => critic.critique(draft, request, scope))
          return parseResult(schema, result)
        },
      }
    },
  }
}

/** Names the plugin in errors of its creation, and reports the stacks of its errors to `inform`. */
function reporter(title: string, inform: ((line: string) => void) | undefined) {
  const showStack = (error: unknown): void => {
    const source = error instanceof SifakaError && error.code === 'plugin' ? error.cause : error
    const { stack } = source instanceof Error && !(source instanceof SifakaError) ? source : {}
    if (stack) inform?.(`${title}: ${stack}`)
  }
  return {
    async creation<T>(create: () => Promise<T>): Promise<T> {
      try {
        return await create()
      } catch (error) {
        const isOwn = !(error instanceof SifakaError) || OWN_CODES.includes(error.code)
        if (!isOwn) throw error
        throw new ConfigError(`${title}: ${messageOf(error)}`, undefined, causeOf(error))
      }
    },
    async work<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
      try {
        return await work()
      } catch (error) {
        if (!signal.aborted) showStack(error)
        throw error
      }
    },
  }
}

/** The codes of errors that say what the plugin's own code did. */
const OWN_CODES: readonly string[] = ['plugin', 'validator-timeout']

/** The error of a plugin on a thread is the cause of an error of sifaka. */
const causeOf = (error: unknown): unknown => (error instanceof SifakaError ? (error.cause ?? error) : error)

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

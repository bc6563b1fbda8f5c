/** The settings: single source of their types, defaults, checks, JSON Schema and documentation. */
import * as z from 'zod'
import { MODEL_NAME } from '../core/ports.ts'
import { VALIDATION_SEVERITIES } from '../core/types.ts'
import { providers } from '../providers/index.ts'
import { isDuration } from '../util/duration.ts'
import { named, namedKinds, type NamedKind } from './named.ts'
import { registry } from '../plugins/registry.ts'

const ofEveryValidator = z.strictObject({
  severity: z
    .enum(VALIDATION_SEVERITIES)
    .optional()
    .describe('a warning is told, and turns no text down; default: error'),
})

export const validatorKind: NamedKind = {
  kind: 'validator',
  definitions: registry.validator,
  common: ofEveryValidator,
  parts: 'validators',
}
const criticKind: NamedKind = { kind: 'critic', definitions: registry.critic, main: 'model' }

const validatorSchema = named(validatorKind)
/** For what others than the user may have written: found files and the rows of an input. */
export const foreignValidatorSchema = named({ ...validatorKind, foreign: true })

const modelName = z
  .string()
  .regex(MODEL_NAME, 'expected provider:model, for example openai:gpt-4o-mini or sim:writer')

const percent = z.string().regex(/^(100|\d{1,2})(\.\d+)?%$/, 'expected a percentage, for example 95%')

const providerSettings = z
  .object(
    Object.fromEntries(
      providers
        .filter((provider) => provider.name !== 'compatible')
        .map((provider) => [provider.name, provider.options.optional()]),
    ),
  )
  .catchall(providers.find((provider) => provider.name === 'compatible')?.options ?? z.never())

const feedback = z.strictObject({
  validationWeight: z.number().min(0).max(1).default(0.6).describe("weight of a failed validation's message"),
  criticWeight: z.number().min(0).max(1).default(0.4).describe("weight of a critic's suggestion"),
  maxSuggestions: z.int().min(1).max(100).default(12).describe('most suggestions of critics in one request'),
})

const duration = z.string().refine(isDuration, 'expected a duration, for example 90s or 2h')

const hedge = z.strictObject({
  percentile: z
    .number()
    .min(50)
    .max(99.9)
    .default(95)
    .describe('of the latest durations; slower calls are copied'),
  maxExtra: z.number().min(0).max(1).default(0.02).describe('most copies, as a share of all calls'),
})

const usd = z.number().min(0)
const price = z.strictObject({
  input: usd.describe('USD for a million tokens of input'),
  cachedInput: usd.optional().describe('read from the prompt cache; default: as any other input'),
  cacheWrite: usd.optional().describe('written to the prompt cache; default: as any other input'),
  output: usd.describe('USD for a million tokens of output'),
})

/** What one can set in a file, in a profile, by `SIFAKA_*` and by flags. */
const fields = {
  model: modelName.optional().describe('the model that writes, as provider:model'),
  criticModel: modelName.optional().describe('the model of critics that name none; default: model'),
  system: z.string().optional().describe('system prompt of the writer'),
  temperature: z.number().min(0).max(2).optional().describe('sampling temperature of the writer'),
  maxTokens: z.int().min(1).max(1_000_000).optional().describe('most tokens in one draft'),
  seed: z.int().min(0).optional().describe('seed of sampling and of jitter'),
  stream: z
    .boolean()
    .optional()
    .describe('receive drafts as they are written; default: where a validator can judge an unfinished one'),
  maxIterations: z.int().min(1).max(20).default(3).describe('most generations a prompt, 1 to 20'),
  validators: z.array(validatorSchema).default([]).describe('checks in code that every text must pass'),
  plugins: z
    .array(z.string().min(1))
    .default([])
    .describe('modules with validators and critics of your own; only in settings that you name yourself'),
  critics: z
    .array(named(criticKind))
    .prefault(['reflexion'])
    .describe('models that review every draft; [] for none'),
  critique: z
    .enum(['always', 'when-valid', 'never'])
    .default('always')
    .describe('ask critics always, or only about drafts that pass the validators'),
  quorum: z
    .union([z.enum(['unanimous', 'majority']), z.int().min(1)])
    .default('majority')
    .describe('how many critics must approve: of those that answered, or a number'),
  onCriticError: z
    .enum(['fail', 'ignore', 'retry'])
    .default('retry')
    .describe('what to do when a critic cannot answer'),
  validation: z
    .enum(['all', 'fail-fast'])
    .default('all')
    .describe('run all validators at once, or tier by tier up to the first failure'),
  plateau: z.int().min(1).default(3).describe('stop after so many iterations without a better draft'),
  feedback: feedback.prefault({}).describe('what the writer is told'),
  concurrency: z
    .union([z.int().min(1).max(10_000), z.literal('auto')], 'expected a number from 1 to 10000, or auto')
    .default(10)
    .describe('prompts in flight in a batch; auto: as many as keep the calls going'),
  maxCalls: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('model calls in flight a provider; default: felt for, up to the connections'),
  rpm: z
    .number()
    .positive()
    .optional()
    .describe('requests a minute and model, where the provider tells no limit'),
  tpm: z
    .number()
    .positive()
    .optional()
    .describe('tokens a minute and model, where the provider tells no limit'),
  hedge: hedge.optional().describe('a second copy of calls that take longer than most; default: none'),
  connections: z.int().min(1).max(10_000).default(100).describe('most connections to one host'),
  idleConnections: z.int().min(0).max(10_000).default(20).describe('most of them kept open while unused'),
  connectTimeout: duration.default('10s').describe('longest time to connect'),
  idleTimeout: duration.default('60s').describe('longest silence in the middle of an answer'),
  cache: z
    .union([z.boolean(), z.literal('refresh')])
    .default(true)
    .describe('answer equal requests by one call; refresh: ask anew and keep the new answer'),
  timeout: duration.default('120s').describe('longest time for one answer of a model'),
  retries: z.int().min(0).max(20).default(5).describe('further attempts at a call that failed for now'),
  maxCost: z.number().positive().optional().describe('the most that a run may cost, in USD'),
  maxTotalTokens: z.int().min(1).optional().describe('the most tokens that a run may use, in and out'),
  deadline: duration.optional().describe('the longest that a run may take'),
  failUnder: percent.optional().describe('a batch succeeds when at least this share is accepted'),
  maxErrors: z
    .union([z.int().min(0), percent])
    .optional()
    .describe('a batch succeeds with at most so many errors, as a number or a percentage'),
  prices: z.record(modelName, price).default({}).describe('prices of your own, by provider:model'),
  providers: providerSettings
    .prefault({})
    .describe('options by provider; any other name defines an OpenAI-compatible server'),
}

export type SettingKey = keyof typeof fields
export const settingKeys = Object.keys(fields) as SettingKey[]

const settingsSchema = z.strictObject(fields)
export type Settings = z.output<typeof settingsSchema>
export type SettingsInput = z.input<typeof settingsSchema>

/** A settings file: the settings, which profile is on, and the user's own profiles. */
export const fileSchema = settingsSchema.extend({
  $schema: z.string().optional().describe('where editors find the JSON Schema of this file'),
  profile: z.string().optional().describe('the profile that is on: one of yours or a built-in one'),
  profiles: z.record(z.string(), settingsSchema).optional().describe('your own named sets of settings'),
})

export { settingsSchema }

/** The JSON Schema of a settings file, for editors and for `sifaka config schema`. */
export const settingsJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(fileSchema, { io: 'input', unrepresentable: 'any', override: describeNamed }),
  title: 'sifaka settings',
})

function describeNamed(context: { zodSchema: z.core.$ZodType; jsonSchema: Record<string, unknown> }): void {
  const kind = namedKinds.get(context.zodSchema)
  if (!kind) return
  const objects = kind.definitions.map((definition) => describeOne(definition, kind))
  context.jsonSchema['anyOf'] = [{ type: 'string' }, ...objects]
}

function describeOne(
  { name, summary, options }: NamedKind['definitions'][number],
  { common = z.object({}), parts = '' }: NamedKind,
): object {
  const { $schema: _, required = [], properties = {}, ...schema } = z.toJSONSchema(options, { io: 'input' })
  const { properties: shared } = z.toJSONSchema(common, { io: 'input' })
  const one = { $ref: `#/properties/${parts}/items` }
  const nested = { ...Object(properties[parts]), anyOf: [one, { type: 'array', items: one, minItems: 1 }] }
  return {
    ...schema,
    description: summary,
    properties: {
      name: { const: name },
      ...properties,
      ...(parts in properties ? { [parts]: nested } : {}),
      ...shared,
    },
    required: ['name', ...required],
  }
}

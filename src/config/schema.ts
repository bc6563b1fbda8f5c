/** Defines the settings: their types, defaults, checks, flags, help texts and JSON Schema have no other source. */
import * as z from 'zod'
import { EFFORTS, SERVICE_TIERS } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import { ownPricesSchema } from '../providers/pricing/price-schema.ts'
import {
  batchFlag,
  commonFlag,
  criticFlag,
  loopFlag,
  percentage,
  queueFlag,
  setting,
  validateFlag,
} from './setting.ts'
import { duration, feedback, hedge, modelName, providerSettings } from './setting-types.ts'
import { cacheSetting } from './cache-setting.ts'
import { criticKind, namedSchema, validatorKind, type NamedSchema } from './named.ts'
import { critiqueSettings } from './groups/critique.ts'
import { limitSettings } from './groups/limits.ts'
import { writerSettings } from './groups/models.ts'
import { monitoringSettings } from './groups/monitoring.ts'
import { retrievalSettings } from './groups/retrieval.ts'
import { storeSetting } from './store-setting.ts'

// A setting has a type with a default, a description, and the flags that set it. The types of these settings do not
// depend on the validators and critics that exist, so they are created once.
const writingSettings = {
  ...writerSettings,
  system: setting(z.string().optional(), 'system prompt', loopFlag('model', '-s, --system <text|@file>')),
  maxIterations: setting(
    z.int().min(1).max(20).default(3),
    'maximum generations per prompt, 1 to 20',
    loopFlag('rules', '-n, --max-iterations <number>'),
  ),
}

const otherSettings = {
  validation: setting(
    z.enum(['all', 'fail-fast']).default('all'),
    'run all validators, or stop at the first that fails',
    validateFlag('rules', '--validation <all|fail-fast>'),
  ),
  maxRowValidators: setting(z.int().min(1).max(10_000).default(200), 'maximum validators in one row'),
  validatorTimeout: setting(
    duration.default('30s'),
    "maximum time of a plugin's own code for one answer; time that it waits for models does not count",
  ),
  plugins: setting(
    z.array(z.string().min(1)).default([]),
    'JavaScript modules with your own validators and critics; refused in settings files found by search',
    commonFlag('rules', '--plugin <file>', {
      help: 'JavaScript module with your own validators and critics',
    }),
  ),
  temperature: setting(
    z.number().min(0).max(2).optional(),
    'sampling temperature of the drafts',
    loopFlag('model', '--temperature <number>'),
  ),
  maxTokens: setting(
    z.int().min(1).max(1_000_000).optional(),
    'maximum tokens per draft',
    loopFlag('model', '--max-tokens <number>'),
  ),
  seed: setting(
    z.int().min(0).optional(),
    'seed for sampling and for random delays',
    loopFlag('model', '--seed <number>'),
  ),
  effort: setting(
    z.enum(EFFORTS).optional(),
    "how much the model reasons before it writes a draft (default: the provider's)",
    loopFlag('model', `--effort <${EFFORTS.join('|')}>`),
  ),
  serviceTier: setting(
    z.enum(SERVICE_TIERS).optional(),
    'flex: cheaper, may be slow; priority: faster, more expensive (default: auto)',
    loopFlag('model', `--service-tier <${SERVICE_TIERS.join('|')}>`),
  ),
  fallback: setting(
    z.array(modelName).default([]),
    'models that answer, in this order, while the provider of another model is down or over its quota',
    loopFlag('model', '--fallback <provider:model>', {
      help: 'model that answers while the provider is down or over its quota',
    }),
  ),
  stream: setting(
    z.boolean().optional(),
    'stream drafts; default: only if a validator can reject an unfinished text',
    loopFlag('model', '--stream', { help: 'show the draft on stderr as it is written' }),
    loopFlag('model', '--no-stream', { help: 'do not stream the answers of models' }),
  ),
  forceImprovements: setting(
    z.boolean().default(false),
    'revise accepted drafts, too, until another limit is reached; the best draft is returned',
  ),
  plateau: setting(z.int().min(1).default(3), 'stop after this number of iterations without a better draft'),
  feedback: setting(feedback.prefault({}), 'how validations and critiques are weighted in the next request'),
  timeout: setting(
    duration.default('120s'),
    'maximum time for one answer of a model, for example 90s',
    criticFlag('model', '--timeout <duration>'),
  ),
  retries: setting(z.int().min(0).max(20).default(5), 'maximum retries of a call after temporary errors'),
  hedge: setting(
    hedge.default('auto'),
    'send slow calls twice and take the first answer: auto, off, or details; auto: at most 2 % more calls, and none where a rate is limited',
  ),
  connections: setting(
    z.int().min(1).max(10_000).optional(),
    'maximum connections per host (default: 100, or more if maxCalls is more)',
  ),
  idleConnections: setting(
    z.int().min(0).max(10_000).default(20),
    'maximum connections per host that stay open without a call for more than a second',
  ),
  connectTimeout: setting(duration.default('10s'), 'maximum time to connect'),
  idleTimeout: setting(duration.default('60s'), 'maximum time without data in the middle of an answer'),
  cache: setting(
    cacheSetting.prefault(true),
    'answer identical requests from the cache: true, false, refresh (see refreshCache), a list of caches, or details',
    loopFlag('model', '--no-cache', { help: 'disable the response cache' }),
  ),
  refreshCache: setting(
    z.boolean().default(false),
    'ignore cached responses and replace them',
    loopFlag('model', '--refresh-cache'),
  ),
  store: setting(
    storeSetting.default(true),
    'where thoughts are stored: a store, or several with roles (layers); true: in the data folder of the user',
    loopFlag('output', '--no-store', { help: 'do not store thoughts' }),
  ),
  storeContent: setting(
    z.boolean().default(true),
    'store the texts of thoughts; false: only hashes and figures',
    loopFlag('output', '--no-store-content', { help: 'store only hashes and figures of thoughts, no texts' }),
  ),
  storeRetention: setting(
    duration.optional(),
    'texts of older thoughts, and older entries that are damaged, are deleted when a run starts, for example 90d; default: never',
  ),
  concurrency: setting(
    z.union([z.int().min(1).max(10_000), z.literal('auto')]).default(10),
    'maximum prompts in flight; auto: start a prompt when a call slot is free',
    queueFlag('limits', '-j, --concurrency <number|auto>'),
  ),
  ...limitSettings,
  ...monitoringSettings,
  failUnder: setting(
    percentage('must be a percentage, for example 95%').optional(),
    'exit 0 if at least this share of the prompts is accepted',
    batchFlag('limits', '--fail-under <percent>'),
  ),
  maxErrors: setting(
    z
      .union([z.int().min(0), percentage('must be a whole number or a percentage, for example 5 or 5%')])
      .optional(),
    'exit 3 only if more than this number or share of the prompts fail',
    batchFlag('limits', '--max-errors <number|percent>'),
  ),
  prices: setting(ownPricesSchema.default({}), 'your own prices, by provider:model'),
  pricesFile: setting(
    z.string().min(1).optional(),
    'JSON file with prices by provider:model, or a download of https://models.dev/api.json',
    criticFlag('limits', '--prices <file>'),
  ),
  providers: setting(
    providerSettings.prefault({}),
    'options by provider; any other name defines an OpenAI-compatible server',
  ),
}

/** All settings, in the order in which they are shown. Their types depend on the validators and critics that exist. */
const settingsShape = (validator: NamedSchema, critic: NamedSchema) => ({
  ...writingSettings,
  critics: setting(
    z.array(critic).prefault(['reflexion']),
    'models that review every draft; [] for none',
    criticFlag('rules', '--critic <name[=model]>', { help: 'critic that reviews every draft' }),
    loopFlag('rules', '--no-critics', { help: 'use no critics', value: [] }),
  ),
  ...critiqueSettings,
  ...retrievalSettings,
  validators: setting(
    z.array(validator).default([]),
    'validators that every text must pass',
    commonFlag('rules', '--validator <spec>', {
      help: 'validator that every text must pass: name or name:option=value,...',
    }),
  ),
  ...otherSettings,
})

function createSchemas(registry: Registry) {
  const validator = namedSchema(validatorKind(registry))
  const critic = namedSchema(criticKind(registry))
  const settings = z.strictObject(settingsShape(validator, critic))
  const file = settings.extend({
    $schema: z.string().optional().describe('address of the JSON Schema of this file, for editors'),
    profile: z.string().optional().describe('the profile to use: one of yours or a built-in one'),
    profiles: z.record(z.string(), settings).optional().describe('your own named sets of settings'),
  })
  return {
    validator,
    critic,
    settings,
    /** The schema of a settings file: the settings, the user's profiles, and the profile to use. */
    file,
    /** The schema of a validator in a row of the input. It must not run code. */
    untrustedValidator: namedSchema({ ...validatorKind(registry), untrusted: true }),
    /** The schema of a validator in a request. */
    remoteValidator: namedSchema({ ...validatorKind(registry), untrusted: true, remote: true }),
  }
}

export type Schemas = ReturnType<typeof createSchemas>

const schemas = new WeakMap<Registry, Schemas>()

/** Returns the schemas for the validators and critics of a registry, including those that are added later. */
export function schemasFor(registry: Registry): Schemas {
  const existing = schemas.get(registry) ?? createSchemas(registry)
  schemas.set(registry, existing)
  return existing
}

export type Settings = z.output<Schemas['settings']>
export interface SettingsInput extends Omit<z.input<Schemas['settings']>, 'model'> {
  /** A list is short for the first model as `model` and the others as `escalation`. */
  readonly model?: string | readonly string[] | undefined
}

/** The types of settings that need more than one line. */
import * as z from 'zod'
import { MODEL_NAME } from '../core/ports.ts'
import { customProvider, namedProviders } from '../providers/index.ts'
import { isDuration } from '../util/duration.ts'
import { roleModels } from './role-models.ts'

export const modelName = z
  .string()
  .regex(MODEL_NAME, { error: ({ input }) => withoutProvider(String(input)) })

function withoutProvider(model: string): string {
  const owner = namedProviders.find(({ prices }) => model !== '*' && Object.hasOwn(prices, model))
  return owner === undefined
    ? `must be provider:model, for example ${roleModels.small} or sim:writer`
    : `"${model}" lacks a provider; did you mean ${owner.name}:${model}?`
}

/** `sifaka compare` takes labels where it takes files, runs and `latest`, so a label must not look like these. */
export const label = z
  .string()
  .regex(
    /^(?!latest$|run-\d)(?!.*\.jsonl$)[\p{L}\p{N}][\p{L}\p{N} ._:@+=-]{0,99}$/iu,
    'must be letters, digits, spaces and . _ : @ + = -, at most 100; not latest, an id of a run or a .jsonl file',
  )

const WEB_ADDRESS = 'an address begins with https:// or http://'
/** The address can be a secret, so that messages do not show it. */
export const webAddress = z
  .string(WEB_ADDRESS)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), WEB_ADDRESS)

const DURATION = 'must be a duration, for example 90s or 2h'
export const duration = z.string(DURATION).refine(isDuration, DURATION)

export const providerSettings = z
  .object(Object.fromEntries(namedProviders.map(({ name, options }) => [name, options.optional()])))
  .catchall(customProvider?.options ?? z.never())

export const feedback = z.strictObject({
  validationWeight: z.number().min(0).max(1).default(0.6).describe('weight of failed validations'),
  criticWeight: z.number().min(0).max(1).default(0.4).describe("weight of critics' suggestions"),
  maxSuggestions: z
    .int()
    .min(1)
    .max(100)
    .default(12)
    .describe("maximum number of critics' suggestions per request"),
  contextWindow: z
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe('number of latest iterations whose critiques a request contains; older ones weigh less'),
})

const hedgeDetails = z.strictObject({
  percentile: z
    .number()
    .min(50)
    .max(99.9)
    .default(95)
    .describe('a call is duplicated when it takes longer than this percentile of recent calls'),
  maxExtra: z.number().min(0).max(1).default(0.02).describe('maximum duplicates, as a share of all calls'),
})

export const hedge = z.union([z.enum(['auto', 'off']), hedgeDetails])

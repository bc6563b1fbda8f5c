/** Defines the options of the simulated provider: their types, defaults and documentation have no other source. */
import { readFileNow } from '../util/files/read-bytes.ts'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { parseJson } from '../util/json.ts'
import { describeReadFailure } from '../util/files/system-errors.ts'
import { FAULTS } from './faults.ts'
import { describeIssues } from '../util/schemas/issues.ts'
import { describeRepeatedKey } from '../util/json/repeated-keys.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const share = z.number().min(0).max(1)
const positive = z.number().positive()
const limit = positive.optional()
const count = z.int().min(0)
const positiveCount = z.int().min(1)

const latency = lazyStrictObject(() => ({
  firstTokenMs: z.number().min(0).max(3_600_000).default(0).describe('time to the first token'),
  tokensPerSecond: z.number().min(0).default(0).describe('output speed; 0: all tokens at once'),
  spread: z.number().min(0).max(3).default(0).describe('relative spread of the times (log-normal sigma)'),
  tail: z
    .strictObject({
      share: share.default(0).describe('share of slow calls'),
      factor: z.number().min(1).default(10).describe('how many times slower the slow calls are'),
    })
    .prefault({})
    .describe('slow calls: their share and how slow they are'),
}))
export type Latency = z.output<typeof latency>

const limits = lazyStrictObject(() => ({
  requestsPerMinute: limit.describe('requests per minute'),
  tokensPerMinute: limit.describe('input and output tokens per minute'),
  inputTokensPerMinute: limit.describe('input tokens per minute, as Anthropic limits them'),
  outputTokensPerMinute: limit.describe('output tokens per minute, as Anthropic limits them'),
  requestsPerDay: limit.describe('requests per day, the limit that Groq reports'),
  burstSeconds: positive
    .default(60)
    .describe(
      'how much can be sent at once under a per-minute limit: what the limit allows in this many seconds',
    ),
  headers: z
    .enum(['openai', 'anthropic', 'groq', 'none'])
    .optional()
    .describe('format of the rate-limit headers; default: the format of the called API'),
  retryAfter: z
    .enum(['seconds', 'milliseconds', 'none'])
    .default('seconds')
    .describe('Retry-After of a rate-limited request: in whole seconds, in milliseconds, or none'),
}))

const fault = lazyStrictObject(() => ({
  kind: z.enum(FAULTS).describe('the fault'),
  share: share.default(1).describe('share of the requests that the fault affects'),
  times: positiveCount
    .optional()
    .describe(
      'number of attempts at an affected request that fail; default: each attempt is affected with the probability `share`',
    ),
  atEvent: count
    .optional()
    .describe('number of stream events before a fault within the stream; default: halfway through the text'),
}))

export const simProfileSchema = lazyStrictObject(() => ({
  seed: count.default(1).describe('equal seeds give equal answers and faults'),
  firstDraftPass: share
    .default(0.3)
    .describe('share of the first drafts that meet all requirements and satisfy the critics'),
  obedience: share
    .default(0.95)
    .describe('probability that a revision complies with an item of feedback, drawn for each item'),
  criticObjections: share.default(0).describe('share of the flawless drafts to which a critic still objects'),
  draftWords: z
    .int()
    .min(10)
    .max(20_000)
    .default(120)
    .describe('words of a draft for which no length is required'),
  latency: latency.prefault({}).describe('latency of an answer'),
  criticLatency: latency
    .optional()
    .describe('latency of JSON answers, such as critiques; default: the same as latency'),
  modelLatency: z
    .record(z.string(), latency)
    .default({})
    .describe('latency of single models, by model id; overrides latency and criticLatency'),
  limits: limits.prefault({}).describe('rate limits; default: none'),
  promptCache: z
    .strictObject({ minTokens: count.default(1024).describe('minimum tokens of a cached prefix') })
    .optional()
    .describe('simulate a prompt cache and report its hits in the usage; default: no prompt cache'),
  maxConcurrent: positiveCount
    .optional()
    .describe('maximum requests in flight; further requests fail with an overload error'),
  faults: z
    .array(fault)
    .default([])
    .describe('faults and their shares; if several apply to a request, the first in the list occurs'),
}))

export type SimProfile = z.output<typeof simProfileSchema>

/**
 * Reads a profile from a JSON file; without a file, returns the default profile. Throws a `ConfigError` that
 * names the file and the invalid field.
 */
export function readSimProfile(file?: string): SimProfile {
  if (file === undefined) return simProfileSchema.parse({})
  const text = readProfile(file)
  const content = parseJson(text)
  if ('fault' in content) throw new ConfigError(`${file}: not JSON: ${content.fault}`)
  const repeated = describeRepeatedKey(text)
  if (repeated !== undefined) throw new ConfigError(`${file}: ${repeated}`, 'keep one of its values')
  const parsed = simProfileSchema.safeParse(content.value)
  if (parsed.success) return parsed.data
  const faults = describeIssues(parsed.error.issues, simProfileSchema, content.value, (path) => path)
  const hint = faults.find((fault) => fault.hint !== undefined)?.hint
  throw new ConfigError(`${file}: ${faults.map(({ message }) => message).join('; ')}`, hint, parsed.error)
}

function readProfile(file: string): string {
  try {
    return readFileNow(file)
  } catch (error) {
    const hint = 'the name of a simulated model that ends in .json is the path of its profile'
    throw new ConfigError(describeReadFailure(error, file), hint, error)
  }
}

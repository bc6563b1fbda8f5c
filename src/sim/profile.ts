/** How the simulated provider behaves: the single source of its options, their defaults and documentation. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { FAULTS } from './faults.ts'

const share = z.number().min(0).max(1)

const latency = z.strictObject({
  firstTokenMs: z.number().min(0).max(3_600_000).default(0).describe('time to the first token'),
  tokensPerSecond: z.number().min(0).default(0).describe('speed of writing; 0 is at once'),
  spread: z.number().min(0).max(3).default(0).describe('relative spread of the times (log-normal sigma)'),
  tail: z
    .strictObject({
      share: share.default(0).describe('share of the calls that are slow'),
      factor: z.number().min(1).default(10).describe('how many times slower those are'),
    })
    .prefault({})
    .describe('the slow few'),
})
export type Latency = z.output<typeof latency>

const limits = z.strictObject({
  requestsPerMinute: z.number().positive().optional().describe('requests that refill evenly over a minute'),
  tokensPerMinute: z.number().positive().optional().describe('tokens, in and out, that refill evenly'),
  inputTokensPerMinute: z.number().positive().optional().describe('tokens in, as Anthropic limits them'),
  outputTokensPerMinute: z.number().positive().optional().describe('tokens out, likewise'),
  requestsPerDay: z.number().positive().optional().describe('requests a day, the limit that Groq reports'),
  burstSeconds: z.number().positive().default(60).describe('how much may be saved up, at most'),
  headers: z
    .enum(['openai', 'anthropic', 'groq', 'none'])
    .optional()
    .describe('how the limits are told; default: as the API asked does'),
  retryAfter: z
    .enum(['seconds', 'milliseconds', 'none'])
    .default('seconds')
    .describe('how a refused client is told when to come back: whole seconds, exactly, or not'),
})

const fault = z.strictObject({
  kind: z.enum(FAULTS).describe('what goes wrong'),
  share: share.default(1).describe('share of the requests that it strikes'),
  times: z
    .int()
    .min(1)
    .optional()
    .describe('how many attempts at a stricken request fail; default: every attempt takes its chance anew'),
  atEvent: z
    .int()
    .min(0)
    .optional()
    .describe(
      'where a fault within a stream strikes: after so many events; default: in the middle of the text',
    ),
})

export const profile = z.strictObject({
  seed: z.int().min(0).default(1).describe('the same seed, the same answers and the same faults'),
  firstDraftPass: share
    .default(0.3)
    .describe('share of the first drafts that meet all requirements and please the critics'),
  obedience: share
    .default(0.95)
    .describe('chance that a revision follows a piece of feedback, each on its own'),
  criticObjections: share.default(0).describe('share of the faultless drafts that a critic still objects to'),
  draftWords: z.int().min(10).max(20_000).default(120).describe('length of drafts when none is asked for'),
  latency: latency.prefault({}).describe('how long an answer takes'),
  criticLatency: latency.optional().describe('how long a JSON answer takes; default: as any other'),
  modelLatency: z
    .record(z.string(), latency)
    .default({})
    .describe('how long the answers of single models take, by model id; goes before the other two'),
  limits: limits.prefault({}).describe('rate limits; none unless set'),
  promptCache: z
    .strictObject({
      minTokens: z.int().min(0).default(1024).describe('what begins alike for less than this is not kept'),
    })
    .optional()
    .describe('tells how much of a request the provider knew from earlier ones; default: nothing'),
  maxConcurrent: z
    .int()
    .min(1)
    .optional()
    .describe('more requests than this at once are refused as overload'),
  faults: z
    .array(fault)
    .default([])
    .describe('what goes wrong, and how often; the first that strikes counts'),
})

export type SimProfile = z.output<typeof profile>

/** Reads a profile, or gives the default one. A `ConfigError` names the file and the key at fault. */
export function readProfile(file?: string): SimProfile {
  if (file === undefined) return profile.parse({})
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigError(
      `${file}: ${messageOf(error)}`,
      'a simulated model whose name ends in .json is the path of a profile',
      error,
    )
  }
  const parsed = profile.safeParse(content)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'profile'}: ${message}`)
  throw new ConfigError(`${file}: ${lines.join('; ')}`, undefined, parsed.error)
}

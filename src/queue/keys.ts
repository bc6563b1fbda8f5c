/**
 * What the queue keeps in Redis, in addition to what BullMQ keeps under `sifaka:queue:`. Nothing stays for ever: the
 * batch deletes what belongs to a prompt once the result is in its own file, and Redis deletes the rest after
 * `KEEP_MS`.
 */
import type { Prompt } from '../core/types.ts'
import { DAY_MS } from '../util/duration.ts'

/** The name and the prefix of the BullMQ queue. BullMQ removes jobs from it as soon as they end. */
export const BULL = { name: 'queue', prefix: 'sifaka' } as const

/** How long results and calls stay in Redis if their batch was killed and is not resumed: seven days. */
export const KEEP_MS = 7 * DAY_MS

/** Written only to find out whether Redis accepts writes. */
export const PROBE_KEY = 'sifaka:probe'

export const runKeys = (run: string) => ({
  /** A hash: state, epoch, version of sifaka, settings by fingerprint, spending, and the last call over the budget. */
  run: `sifaka:run:${run}`,
  /** A stream of the ids of the jobs that have ended. */
  ended: `sifaka:run:${run}:ended`,
  /** A hash of the amounts that calls in flight have reserved, by call. */
  reserved: `sifaka:run:${run}:reserved`,
  /** A set of the ids of the jobs whose results the batch has not stored. */
  jobs: `sifaka:run:${run}:jobs`,
})

export const jobKeys = (job: string) => ({
  /** A hash: the number of the last attempt, the attempt that may commit, and how many workers died at this job. */
  state: `sifaka:job:${job}`,
  /** A list of the lines of the call journal. */
  calls: `sifaka:job:${job}:calls`,
  result: `sifaka:job:${job}:result`,
})

/** `running`; `stopping`: no further call is sent; `aborted`: calls in flight are aborted, too. */
export type BatchState = 'running' | 'stopping' | 'aborted'

/** The body of a job. The settings are in the hash of the run, under their fingerprint. */
export interface JobBody {
  readonly run: string
  readonly settings: string
  readonly prompt: Prompt
}

export const settingsField = (fingerprint: string): string => `settings:${fingerprint}`

/** The call journal of the jobs of one batch, in Redis. A worker that takes over a job continues from its calls. */
import type { Redis } from 'ioredis'
import { formatJournalLine, parseJournalLine, shortKey } from '../batch/resume/journal-entries.ts'
import { EarlierCalls, PromptCalls } from '../batch/resume/prompt-calls.ts'
import type { AnswerJournal } from '../core/ports.ts'
import type { Waste } from '../core/types.ts'
import { jobKeys, KEEP_MS } from './keys.ts'

/** The numbers of attempts at calls are unique in a job: each attempt of a worker has its own range of this size. */
const CALL_ATTEMPTS = 100_000

interface OpenJob {
  readonly job: string
  readonly earlier: EarlierCalls
  /** The number of the last attempt at a call. */
  lastAttempt: number
}

export class SharedJournal implements AnswerJournal {
  readonly #redis: Redis
  readonly #jobs = new Map<string, OpenJob>()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Reads the calls of earlier attempts of workers; `workerAttempt` is the number of this one. */
  async open(promptId: string, job: string, workerAttempt: number): Promise<void> {
    const calls = new PromptCalls()
    for (const line of await this.#redis.lrange(jobKeys(job).calls, 0, -1)) {
      const entry = parseJournalLine(line)
      if (entry) calls.add(entry)
    }
    calls.endAll()
    this.#jobs.set(promptId, {
      job,
      earlier: new EarlierCalls(calls),
      lastAttempt: workerAttempt * CALL_ATTEMPTS,
    })
  }

  jobOf(promptId: string): string | undefined {
    return this.#jobs.get(promptId)?.job
  }

  /** What earlier attempts of workers spent without any use for the result. */
  unused(promptId: string): Waste | undefined {
    return this.#jobs.get(promptId)?.earlier.unused()
  }

  close(promptId: string): void {
    this.#jobs.delete(promptId)
  }

  recall: AnswerJournal['recall'] = (promptId, key) => this.#jobs.get(promptId)?.earlier.use(shortKey(key))

  append: AnswerJournal['append'] = (promptId, key, answer) =>
    this.#write(promptId, formatJournalLine({ prompt: promptId, key: shortKey(key), answer }), true)

  startAttempt: AnswerJournal['startAttempt'] = async (promptId, key, expected) => {
    const open = this.#jobs.get(promptId)
    const attempt = open ? ++open.lastAttempt : 0
    const entry = { prompt: promptId, key: shortKey(key), attempt }
    await this.#write(promptId, formatJournalLine({ ...entry, cost: expected, hasEnded: false }))
    return (cost) => {
      // If this cannot be written, the attempt counts as if it had cost what was expected.
      if (cost)
        this.#write(promptId, formatJournalLine({ ...entry, cost, hasEnded: true })).catch(() => undefined)
    }
  }

  async #write(promptId: string, line: string, isAnswer = false): Promise<void> {
    const job = this.jobOf(promptId)
    if (job === undefined) return
    const { calls, state } = jobKeys(job)
    const writing = this.#redis.multi().rpush(calls, line.trimEnd()).pexpire(calls, KEEP_MS)
    if (isAnswer) writing.hincrby(state, 'answers', 1).pexpire(state, KEEP_MS)
    for (const [error] of (await writing.exec()) ?? []) if (error) throw error
  }
}

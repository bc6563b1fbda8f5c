/** The call journal of the jobs of one batch, in Redis. A worker that takes over a job continues from its calls. */
import type { Redis } from 'ioredis'
import { formatJournalLine, parseJournalLine, shortKey } from '../batch/resume/journal-entries.ts'
import { EarlierCalls, PromptCalls } from '../batch/resume/prompt-calls.ts'
import { SifakaError } from '../core/errors.ts'
import type { AnswerJournal } from '../core/ports.ts'
import type { Waste } from '../core/types.ts'
import { DefaultMap } from '../util/default-map.ts'
import { jobKeys, KEEP_MS } from './keys.ts'

/**
 * Appends a line. An attempt at a call is refused, and must not be sent, if another worker has taken over since: that
 * worker has read the journal already, so the cost would be lost. An answer is paid for, so it is always stored.
 */
const APPEND = `
if ARGV[1] == 'attempt' and redis.call('HGET', KEYS[2], 'holder') ~= ARGV[2] then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if ARGV[1] == 'answer' then
  redis.call('HINCRBY', KEYS[2], 'answers', 1)
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return 1`

/** A line begins with the number of the worker's attempt at the job, and the number of the line in it. */
const LINE = /^(\d+)\.\d+ /

interface OpenJob {
  readonly job: string
  readonly workerAttempt: number
  readonly earlier: EarlierCalls
  /** The numbers of the last attempt at a call, and of the last line. */
  lastAttempt: number
  lastLine: number
}

export class SharedJournal implements AnswerJournal {
  readonly recallsCallsOfThisRun = true
  readonly #redis: Redis
  readonly #jobs = new Map<string, OpenJob>()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Reads the calls of earlier attempts of workers; `workerAttempt` is the number of this one. */
  async open(promptId: string, job: string, workerAttempt: number): Promise<void> {
    // Several workers may have sent an equal call: the answer to one says nothing about the others.
    const byWorker = new DefaultMap<string, PromptCalls>(() => new PromptCalls())
    // A command that is sent again after a lost connection may have been executed twice.
    for (const line of new Set(await this.#redis.lrange(jobKeys(job).calls, 0, -1))) {
      const [start = '', worker = ''] = LINE.exec(line) ?? []
      const entry = parseJournalLine(line.slice(start.length))
      if (entry) byWorker.get(worker).add(entry)
    }
    const calls = [...byWorker.values()]
    for (const each of calls) each.endAll()
    const earlier = new EarlierCalls(calls)
    this.#jobs.set(promptId, { job, workerAttempt, earlier, lastAttempt: 0, lastLine: 0 })
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

  append: AnswerJournal['append'] = async (promptId, key, answer) => {
    await this.#write(promptId, 'answer', formatJournalLine({ prompt: promptId, key: shortKey(key), answer }))
  }

  startAttempt: AnswerJournal['startAttempt'] = async (promptId, key, expected) => {
    const open = this.#jobs.get(promptId)
    const attempt = open ? ++open.lastAttempt : 0
    const entry = { prompt: promptId, key: shortKey(key), attempt }
    const line = formatJournalLine({ ...entry, cost: expected, hasEnded: false })
    if (!(await this.#write(promptId, 'attempt', line))) {
      throw new SifakaError('cancelled', 'another worker has taken over')
    }
    return (wasted, unusable) => {
      const cost = wasted ?? unusable
      if (!cost) return
      const end = formatJournalLine({ ...entry, cost, hasEnded: wasted !== undefined })
      // If this cannot be written, the attempt counts as if it had cost what was expected.
      this.#write(promptId, 'end', end).catch(() => undefined)
    }
  }

  /** Resolves to false if the line is refused. */
  async #write(promptId: string, kind: 'attempt' | 'end' | 'answer', text: string): Promise<boolean> {
    const open = this.#jobs.get(promptId)
    if (!open) return true
    const { calls, state } = jobKeys(open.job)
    const line = `${open.workerAttempt}.${++open.lastLine} ${text.trimEnd()}`
    const values = [kind, open.workerAttempt, line, KEEP_MS]
    return (await this.#redis.call('EVAL', APPEND, 2, calls, state, ...values)) === 1
  }
}

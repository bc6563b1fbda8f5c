/**
 * The attempts at one job. Each attempt has a number, its fencing token: only the latest may commit, and only once, so
 * that a worker that was taken for dead cannot replace the result of the worker that took over.
 */
import type { Redis } from 'ioredis'
import { jobKeys, KEEP_MS, runKeys } from './keys.ts'

/**
 * Ends the attempt of a worker that has died, if there is one: the amounts that its calls had reserved count as spent,
 * and the death is counted. The count starts again at 1 if the attempt stored a model's answer, since the next attempt
 * continues from there. Returns the count, or -1 if the job has a result, or the batch no longer waits for one: a
 * worker may lose its connection after it has finished a job and before it removes the job from the queue.
 */
const SETTLE = `
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('SISMEMBER', KEYS[5], ARGV[2]) == 0 then return -1 end
local deaths = tonumber(redis.call('HGET', KEYS[1], 'deaths') or 0)
if not redis.call('HGET', KEYS[1], 'holder') then return deaths end
local answers = redis.call('HGET', KEYS[1], 'answers')
deaths = answers == redis.call('HGET', KEYS[1], 'answersBefore') and deaths + 1 or 1
redis.call('HSET', KEYS[1], 'deaths', deaths)
redis.call('HDEL', KEYS[1], 'holder', 'lock')
local fields = redis.call('HGETALL', KEYS[4])
for at = 1, #fields, 2 do
  if string.sub(fields[at], 1, #ARGV[1]) == ARGV[1] then
    local usd, tokens = string.match(fields[at + 1], '^(%S+) (%S+)$')
    redis.call('HINCRBYFLOAT', KEYS[3], 'spentUsd', usd)
    redis.call('HINCRBYFLOAT', KEYS[3], 'spentTokens', tokens)
    redis.call('HDEL', KEYS[4], fields[at])
  end
end
return deaths`

/** A repeated command, after a lost connection, returns the same number. */
const BEGIN = `
if redis.call('HGET', KEYS[1], 'lock') == ARGV[1] then return tonumber(redis.call('HGET', KEYS[1], 'holder')) end
local number = redis.call('HINCRBY', KEYS[1], 'attempt', 1)
if not redis.call('HGET', KEYS[1], 'answers') then redis.call('HSET', KEYS[1], 'answers', 0) end
redis.call('HSET', KEYS[1], 'holder', number, 'lock', ARGV[1], 'answersBefore', redis.call('HGET', KEYS[1], 'answers'))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return number`

const COMMIT = `
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('HDEL', KEYS[1], 'holder', 'lock', 'deaths')
if ARGV[5] ~= 'pending' then redis.call('DEL', KEYS[3]) end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', 10000, '*', 'job', ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[3])
return 1`

const HAND_BACK = `
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then redis.call('HDEL', KEYS[1], 'holder', 'lock') end
return 0`

/** A job is quarantined after this number of deaths in a row without a further answer. */
export const MAX_DEATHS = 3

export class Attempts {
  readonly #redis: Redis
  readonly #job: string
  readonly #keys: ReturnType<typeof jobKeys>
  readonly #run: ReturnType<typeof runKeys>
  #number = ''

  constructor(redis: Redis, job: string, run: string) {
    this.#redis = redis
    this.#job = job
    this.#keys = jobKeys(job)
    this.#run = runKeys(run)
  }

  /** How many workers in a row have died at this job; undefined if the job needs no result any more. */
  async settle(): Promise<number | undefined> {
    const { state, result } = this.#keys
    const { run, reserved, jobs } = this.#run
    const values = [reservationPrefix(this.#job), this.#job]
    const deaths = await this.#script(SETTLE, [state, result, run, reserved, jobs], values)
    return deaths < 0 ? undefined : deaths
  }

  /** Starts an attempt, after which no earlier one can commit; resolves to its number. Each has its own `lock`. */
  async begin(lock: string): Promise<number> {
    const number = await this.#script(BEGIN, [this.#keys.state], [lock, KEEP_MS])
    this.#number = String(number)
    return number
  }

  /** Stores the result; false if this attempt may not commit. The calls of a pending prompt are kept. */
  async commit(result: Buffer, isPending: boolean): Promise<boolean> {
    const { state, result: key, calls } = this.#keys
    const keys = [state, key, calls, this.#run.ended]
    const kind = isPending ? 'pending' : 'final'
    return (await this.#script(COMMIT, keys, [this.#number, result, KEEP_MS, this.#job, kind])) === 1
  }

  /** Ends the attempt without a result, so that it does not count as a death. */
  async handBack(): Promise<void> {
    await this.#script(HAND_BACK, [this.#keys.state], [this.#number])
  }

  async #script(
    script: string,
    keys: readonly string[],
    values: readonly (string | number | Buffer)[],
  ): Promise<number> {
    return Number(await this.#redis.call('EVAL', script, keys.length, ...keys, ...values))
  }
}

/** The prefix of the fields in which the calls of a job reserve amounts. */
export const reservationPrefix = (job: string): string => `${job}/`

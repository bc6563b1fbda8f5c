/** Entry point of a worker thread: recreates a validator from its name and options, and runs it. */
import { LRUCache } from 'lru-cache'
import type { ValidatorNeeds } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { summarizeError } from '../../core/failure.ts'
import type { Validator } from '../../core/ports.ts'
import { workerScope } from '../../core/scopes/worker-scope.ts'
import type { NamedOptions } from '../../core/types.ts'
import { getByName } from '../../util/lookup.ts'
import { validators } from '../index.ts'
import { isTimeout, withTimeLimit } from '../shared/time-limit.ts'
import type { ValidationReply, ValidationTask } from './threads.ts'

/**
 * The base time limit of a task, since a runaway regular expression would occupy the thread forever. It is wall-clock
 * time, and harmless work takes several times as long on a busy machine.
 */
const BASE_LIMIT_MS = 300
/**
 * On a busy machine, work that had less than this share of its time limit on the processor runs again, with more time.
 */
const MIN_PROCESSOR_SHARE = 0.7
const MAX_TRIES = 3
const LIMIT_GROWTH = 4
/** The time limit grows by 1 ms per this many characters; well-behaved patterns read 25,000 characters in 1 ms. */
const LIMIT_CHARACTERS_PER_MS = 10_000

const unavailable = (what: string) =>
  new SifakaError('threads', `${what} are not available on a worker thread`)

/** These stubs always fail, since validators that need a model or other validators run on the main thread. */
const needs: ValidatorNeeds = {
  validator: () => Promise.reject(unavailable('other validators')),
  model: () => {
    throw unavailable('models')
  },
  ask: () => Promise.reject(unavailable('models')),
  env: {},
}

const validatorCache = new LRUCache<string, Validator>({ max: 100 })

export default async function runTask({
  validator: options,
  draft,
}: ValidationTask): Promise<ValidationReply> {
  const scope = workerScope()
  const limitMs = BASE_LIMIT_MS + Math.round(draft.text.length / LIMIT_CHARACTERS_PER_MS)
  try {
    const validator = await cachedValidator(options)
    return { validation: await withFairLimit(limitMs, () => validator.validate(draft, scope)) }
  } catch (error) {
    return { error: summarizeError(error) }
  }
}

async function withFairLimit<T>(limitMs: number, work: () => Promise<T> | T): Promise<T> {
  for (let tries = 1, ms = limitMs; ; tries++, ms *= LIMIT_GROWTH) {
    const start = process.cpuUsage()
    try {
      return await withTimeLimit(ms, work, true)
    } catch (error) {
      const { user, system } = process.cpuUsage(start)
      const hadItsTime = (user + system) / 1000 >= ms * MIN_PROCESSOR_SHARE
      if (!isTimeout(error) || hadItsTime || tries === MAX_TRIES) throw error
    }
  }
}

async function cachedValidator({ name, ...options }: NamedOptions): Promise<Validator> {
  const key = JSON.stringify([name, options])
  const definition = getByName(validators, name, () => unavailable(`validators called "${name}"`))
  const validator = validatorCache.get(key) ?? (await definition.create(options, needs))
  validatorCache.set(key, validator)
  return validator
}

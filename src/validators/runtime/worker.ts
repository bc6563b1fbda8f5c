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
import { withTimeLimit } from '../shared/time-limit.ts'
import type { ValidationReply, ValidationTask } from './threads.ts'

/**
 * The base time limit of a task, since a runaway regular expression would occupy the thread forever. It is wall-clock time,
 * and harmless work takes several times as long on a busy machine.
 */
const BASE_LIMIT_MS = 300
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
    return { validation: await withTimeLimit(limitMs, () => validator.validate(draft, scope), true) }
  } catch (error) {
    return { error: summarizeError(error) }
  }
}

async function cachedValidator({ name, ...options }: NamedOptions): Promise<Validator> {
  const key = JSON.stringify([name, options])
  const definition = getByName(validators, name, () => unavailable(`validators called "${name}"`))
  const validator = validatorCache.get(key) ?? (await definition.create(options, needs))
  validatorCache.set(key, validator)
  return validator
}

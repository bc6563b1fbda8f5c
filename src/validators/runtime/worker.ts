/** What runs on another thread: a validator, made there from its name and options. */
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Validator } from '../../core/ports.ts'
import { seededRandom } from '../../util/random.ts'
import type { NamedOptions } from '../../core/types.ts'
import { validators } from '../index.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import type { Reply, Task } from './threads.ts'
import { withBudget } from '../shared/time-limit.ts'

/** For regular expressions and the like: the thread is not lost to one that would never end. */
const BUDGET_MS = 150
/** More for a long text, of which honest patterns take some 25 characters a microsecond. */
const CHARACTERS_A_MS = 10_000

/** Whoever needs anybody is asked where everybody is. */
const needs: ValidatorNeeds = {
  validator: () => Promise.reject(new SifakaError('threads', 'there are no other validators on this thread')),
  model: () => {
    throw new SifakaError('threads', 'there are no models on this thread')
  },
  ask: () => Promise.reject(new SifakaError('threads', 'there are no models on this thread')),
  env: {},
}

const made = new Map<string, Validator>()
const MOST = 100

export default async function work({ validator: options, draft }: Task): Promise<Reply> {
  const scope = {
    signal: new AbortController().signal,
    clock: systemClock,
    random: seededRandom(0),
    emit: () => undefined,
    path: [],
    rank: 0,
  }
  const budgetMs = BUDGET_MS + Math.round(draft.text.length / CHARACTERS_A_MS)
  try {
    const validator = await make(options)
    return { validation: await withBudget(budgetMs, () => validator.validate(draft, scope)) }
  } catch (error) {
    const code = error instanceof SifakaError ? error.code : 'error'
    return { error: { code, message: messageOf(error) } }
  }
}

async function make({ name, ...options }: NamedOptions): Promise<Validator> {
  const key = JSON.stringify([name, options])
  const held = made.get(key)
  if (held) return held
  const definition = validators.find((each) => each.name === name)
  if (!definition) throw new SifakaError('threads', `there is no validator ${name} on this thread`)
  const validator = await definition.create(options, needs)
  if (made.size >= MOST) made.clear()
  made.set(key, validator)
  return validator
}

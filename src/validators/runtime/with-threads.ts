import type { Validator } from '../../core/ports.ts'
import type { NamedOptions } from '../../core/types.ts'
import { isTimeout, withTimeLimit } from '../shared/time-limit.ts'
import type { WorkerThreads } from './threads.ts'

/** Shorter work costs less than sending it to another thread. */
const MAIN_THREAD_LIMIT_MS = 10
/** Most validators take some 10 ms for this many characters. */
const MAX_MAIN_THREAD_CHARACTERS = 200_000

/** The same validations, but long work runs on a worker thread, where it does not block the event loop. */
export function withThreads(validator: Validator, options: NamedOptions, threads: WorkerThreads): Validator {
  if (validator.mainThreadOnly) return validator
  return {
    ...validator,
    async validate(draft, scope) {
      const task = { validator: options, draft }
      if (draft.text.length > MAX_MAIN_THREAD_CHARACTERS) return threads.run(task, scope)
      try {
        return await withTimeLimit(MAIN_THREAD_LIMIT_MS, () => validator.validate(draft, scope))
      } catch (error) {
        if (isTimeout(error)) return threads.run(task, scope)
        throw error
      }
    },
  }
}

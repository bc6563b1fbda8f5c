import type { Validator } from '../../core/ports.ts'
import type { NamedOptions } from '../../core/types.ts'
import { isTimeout, withTimeLimit } from '../shared/time-limit.ts'
import type { WorkerThreads } from './threads.ts'

/** Only work that takes longer moves to a worker thread, since sending shorter work there costs more than it saves. */
const MAIN_THREAD_LIMIT_MS = 10
/** A longer text goes to a worker thread at once: most validators take about 10 ms for this many characters. */
const MAX_MAIN_THREAD_CHARACTERS = 200_000

/** Validates in the same way, but runs long work on a worker thread, where it does not block the event loop. */
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

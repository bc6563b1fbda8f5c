import type { Draft, Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { NamedOptions, Validation } from '../../core/types.ts'
import type { Threads } from './threads.ts'
import { isTimeout, withBudget } from '../shared/time-limit.ts'

/** What takes no longer is not worth the way to another thread. */
const FIRST_TRY_MS = 10
/** Most validators take some 10 ms for as many characters. */
const LONG_TEXT = 200_000

/** The same answers, without keeping the event loop: what takes long is done on another thread. */
export function withThreads(validator: Validator, options: NamedOptions, threads: Threads): Validator {
  if (validator.here) return validator
  const elsewhere = (draft: Draft, scope: Scope) => threads.run({ validator: options, draft }, scope)
  return {
    ...validator,
    validate(draft, scope): Validation | Promise<Validation> {
      if (draft.text.length > LONG_TEXT || validator.heavy?.(draft.text)) return elsewhere(draft, scope)
      const again = (error: unknown): Promise<Validation> => {
        if (isTimeout(error)) return elsewhere(draft, scope)
        throw error
      }
      try {
        const answer = withBudget(FIRST_TRY_MS, () => validator.validate(draft, scope))
        return answer instanceof Promise ? answer.catch(again) : answer
      } catch (error) {
        return again(error)
      }
    },
  }
}

import { LRUCache } from 'lru-cache'
import type { Draft, Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Prompt, Validation } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'
import { unlessAborted } from '../../util/unless-aborted.ts'

interface Entry {
  /** The prompt of the validated draft. It is compared on each hit, since the cache key is the text alone. */
  readonly prompt: Prompt
  readonly validation: Promise<Validation>
  /** The signal of the call that started the validation. */
  readonly signal: AbortSignal
}

const MAX_SIZE = 8_000_000
/** The approximate size of a cache entry without its text, in characters. */
const VALIDATION_SIZE = 1000

/** Validates equal texts only once, even if they arrive at the same time. Validations that throw are not cached. */
export function withValidationCache(validator: Validator): Validator {
  if (validator.cacheable === false) return validator
  // The option `max` is not set, since it would allocate that many slots for each validator in advance.
  const entries = new LRUCache<string, Entry>({
    maxSize: MAX_SIZE,
    sizeCalculation: (_, text) => text.length + VALIDATION_SIZE,
  })

  const validate = async (draft: Draft, scope: Scope): Promise<Validation> => {
    const { text, prompt } = draft
    const cached = entries.get(text)
    if (!cached || !isSamePrompt(cached.prompt, prompt)) {
      const validation = Promise.resolve(validator.validate(draft, scope))
      const entry = { prompt, validation, signal: scope.signal }
      entries.set(text, entry)
      validation.catch(() => {
        if (entries.peek(text) === entry) entries.delete(text)
      })
      return validation
    }
    try {
      const validation = await unlessAborted(cached.validation, scope.signal)
      // Only the call that started the validation reports its usage.
      return validation.usage ? { ...validation, usage: noUsage } : validation
    } catch (error) {
      scope.signal.throwIfAborted()
      // The caller that started this validation has aborted it, so start a new one.
      if (cached.signal.aborted) return validate(draft, scope)
      throw error
    }
  }
  return { ...validator, validate }
}

const isSamePrompt = (cached: Prompt, given: Prompt): boolean =>
  cached === given || fieldsRead(cached) === fieldsRead(given)

/** The fields of a prompt on which a validation can depend, as text that can be compared. */
export const fieldsRead = ({ text, system, draft, source, meta }: Prompt): string =>
  JSON.stringify([text, system, draft, source, meta])

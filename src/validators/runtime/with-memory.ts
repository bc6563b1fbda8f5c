import type { Draft, Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Validation } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'

interface Kept {
  /** The rest of what an answer can rest on. */
  readonly prompt: string
  readonly answer: Validation | Promise<Validation>
  /** Whose work it is, while it is under way. */
  readonly signal: AbortSignal
}

const MOST_ANSWERS = 1000
const MOST_CHARACTERS = 8_000_000

/**
 * Answers about a text that was judged before cost nothing, and equal work under way is shared. Failures are not
 * kept. The least recently used go first.
 */
export function withMemory(validator: Validator): Validator {
  if (validator.fresh) return validator
  const kept = new Map<string, Kept>()
  let characters = 0

  const forget = (text: string) => {
    if (kept.delete(text)) characters -= text.length
  }
  const keep = (text: string, entry: Kept) => {
    forget(text)
    kept.set(text, entry)
    characters += text.length
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_ANSWERS && characters <= MOST_CHARACTERS) break
      forget(oldest)
    }
  }
  const judge = (draft: Draft, scope: Scope): Validation | Promise<Validation> => {
    const { text } = draft
    const prompt = promptOf(draft)
    const answer = validator.validate(draft, scope)
    const entry: Kept = { prompt, answer, signal: scope.signal }
    keep(text, entry)
    if (answer instanceof Promise) {
      answer.catch(() => {
        if (kept.get(text) === entry) forget(text)
      })
    }
    return answer
  }
  const validate = (draft: Draft, scope: Scope): Validation | Promise<Validation> => {
    const held = kept.get(draft.text)
    if (!held || held.prompt !== promptOf(draft)) return judge(draft, scope)
    keep(draft.text, held)
    if (!(held.answer instanceof Promise)) return held.answer
    return shared(held.answer, scope.signal).then(unpaid, (error: unknown) => {
      scope.signal.throwIfAborted()
      // Somebody else called it off, who had asked first.
      if (held.signal.aborted) return validate(draft, scope)
      throw error
    })
  }
  return { ...validator, validate }
}

const unpaid = (answer: Validation): Validation => (answer.usage ? { ...answer, usage: noUsage } : answer)

const promptOf = ({ prompt: { system, text } }: Draft): string =>
  system === undefined ? text : `${system}\n\n${text}`

/** What somebody else asked for, as long as it is wanted. */
const shared = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })

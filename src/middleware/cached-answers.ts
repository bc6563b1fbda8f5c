/** The format of answers in the cache, which stores texts. */
import type { Answer } from '../core/types.ts'
import { parseJson } from '../util/json.ts'

export interface CachedAnswer {
  readonly answer: Answer
  /** The time that the call took. */
  readonly durationMs: number
  /** Identifies the engine that received the answer. */
  readonly run: string
}

export const toCacheText = (cached: CachedAnswer): string => JSON.stringify(cached)

/** Undefined if the text is not such an answer. */
export function fromCacheText(text: string | undefined): CachedAnswer | undefined {
  const parsed = text === undefined ? {} : parseJson(text)
  const cached = ('value' in parsed ? parsed.value : undefined) as CachedAnswer | undefined
  return typeof cached?.answer?.text === 'string' ? cached : undefined
}

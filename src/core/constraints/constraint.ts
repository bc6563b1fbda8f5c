/** What a text must be like to pass a validator, in terms that can be compared with those of other validators. */
import type { Term } from './terms.ts'

export const TEXT_UNITS = ['characters', 'words', 'sentences'] as const

/**
 * Validators state only the constraints that certainly hold for every text that passes, after `normalize()`.
 * A missing constraint hides a conflict; a wrong one rejects a task that a text could satisfy.
 */
export type Constraint =
  /** Units that `conflicts.ts` does not know, such as `headings`, are compared only with themselves. */
  | ({ readonly kind: 'count'; readonly unit: string } & Bounds)
  | ({ readonly kind: 'includes' } & Term)
  | ({ readonly kind: 'excludes' } & Term)
  /** The number of occurrences without overlaps. */
  | ({ readonly kind: 'occurs' } & Term & Bounds)
  | ({ readonly kind: 'begins' } & Edge)
  | ({ readonly kind: 'ends' } & Edge)
  /** At least one letter of this case (`some`), or none. */
  | { readonly kind: 'letters'; readonly case: 'upper' | 'lower'; readonly some: boolean }
  /** Written in one of these languages, by their codes. */
  | { readonly kind: 'language'; readonly anyOf: readonly string[] }
  /** One JSON value, with or without a code fence; `types` are those of JSON Schema. */
  | { readonly kind: 'json'; readonly types?: readonly string[] | undefined }

export interface Bounds {
  readonly min: number
  /** Infinity if unbounded. */
  readonly max: number
}

/** How a text begins or ends, white space aside. */
export interface Edge {
  readonly anyOf: readonly string[]
  readonly caseSensitive: boolean
  /** Quotation marks may enclose the text. */
  readonly quotable?: boolean | undefined
  /** Replaces the list of phrases in messages: `JSON`. */
  readonly label?: string | undefined
}

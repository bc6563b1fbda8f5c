/** Constraints state what a text must be like to pass a validator, so that different validators can be compared. */
import type { Term } from './terms.ts'

export const TEXT_UNITS = ['characters', 'words', 'sentences'] as const

/**
 * A constraint must hold for every text that passes the validator, after `normalize()`. A missing constraint only
 * hides a conflict; a wrong constraint would reject a task that can be solved.
 */
export type Constraint =
  /** Units that `conflicts.ts` does not know, such as `headings`, are compared only with themselves. */
  | ({ readonly kind: 'count'; readonly unit: string } & Bounds)
  | ({ readonly kind: 'includes' } & Term)
  | ({ readonly kind: 'excludes' } & Term)
  /** Limits the number of occurrences of the term, counted without overlaps. */
  | ({ readonly kind: 'occurs' } & Term & Bounds)
  | ({ readonly kind: 'begins' } & Edge)
  | ({ readonly kind: 'ends' } & Edge)
  /** If `some`, the text has at least one letter of this case; otherwise it has none. */
  | { readonly kind: 'letters'; readonly case: 'upper' | 'lower'; readonly some: boolean }
  /** The text is written in one of these languages, given by their codes. */
  | { readonly kind: 'language'; readonly anyOf: readonly string[] }
  /** The text is one JSON value, with or without a code fence; `types` are JSON Schema types. */
  | { readonly kind: 'json'; readonly types?: readonly string[] | undefined }

export interface Bounds {
  readonly min: number
  /** Infinity if there is no upper bound. */
  readonly max: number
}

/** How a text begins or ends, ignoring white space. */
export interface Edge {
  readonly anyOf: readonly string[]
  readonly caseSensitive: boolean
  /** True if quotation marks may enclose the text. */
  readonly quotable?: boolean | undefined
  /** Messages show this name, such as `JSON`, instead of the list of phrases. */
  readonly label?: string | undefined
}

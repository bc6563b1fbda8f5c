/** What rules demand of a text, in terms that can be compared. */
import type { Term } from './terms.ts'

/** Each unit counts in the others at least what `LEAST` in `clashes.ts` says. */
export const UNITS = ['characters', 'words', 'sentences'] as const
export type Unit = (typeof UNITS)[number]

/**
 * What a text that passes must be like. A validator states as many as it can be sure of, of the text as
 * `normalize()` makes it; what it cannot be sure of, it does not state.
 */
export type Demand =
  /** How many there are. A unit of the validator's own, such as `headings`, is compared with itself alone. */
  | ({ readonly kind: 'count'; readonly unit: string } & Bounds)
  | ({ readonly kind: 'includes' } & Term)
  | ({ readonly kind: 'excludes' } & Term)
  /** How often the term is there, without overlaps. */
  | ({ readonly kind: 'occurs' } & Term & Bounds)
  | ({ readonly kind: 'begins' } & Edge)
  | ({ readonly kind: 'ends' } & Edge)
  /** There is at least one capital or small letter, or there is none: all in lower case is no capital one. */
  | { readonly kind: 'letters'; readonly case: 'upper' | 'lower'; readonly some: boolean }
  /** It is in one of these languages, by their codes. */
  | { readonly kind: 'language'; readonly anyOf: readonly string[] }
  /** It is one JSON value, in a fence or not, of one of these types as JSON Schema has them. */
  | { readonly kind: 'json'; readonly types?: readonly string[] | undefined }

export interface Bounds {
  readonly min: number
  /** Infinity when there is none. */
  readonly max: number
}

/** How a text begins or ends, white space aside. */
export interface Edge {
  readonly anyOf: readonly string[]
  readonly caseSensitive: boolean
  /** Quotation marks may stand before or after it too. */
  readonly quotable?: boolean | undefined
  /** What has these beginnings, `JSON`, when it is shorter to say. */
  readonly of?: string | undefined
}

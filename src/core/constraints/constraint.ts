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
  | ({
      readonly kind: 'occurs'
      /** The term without case, which `withImplied` adds, since a term is compared with many others. */
      readonly folded?: string | undefined
    } & Term &
      Bounds)
  | ({ readonly kind: 'begins' } & Edge)
  | ({ readonly kind: 'ends' } & Edge)
  /** The text begins, or ends, with none of these phrases. */
  | ({ readonly kind: 'begins-not' } & Edge)
  | ({ readonly kind: 'ends-not' } & Edge)
  /** If `some`, the text has at least one letter of this case; otherwise it has none. */
  | { readonly kind: 'letters'; readonly case: 'upper' | 'lower'; readonly some: boolean }
  /** The text is written in one of these languages, given by their codes. */
  | { readonly kind: 'language'; readonly anyOf: readonly string[] }
  /** The text is one JSON value, with or without a code fence; `types` are JSON Schema types. */
  | { readonly kind: 'json'; readonly types?: readonly string[] | undefined }
  /** The text consists of this text, ignoring case, white space, punctuation and typography. */
  | { readonly kind: 'text'; readonly text: string }
  /** Limits the number of matches of a regular expression, which is the source and the flags of a `RegExp`. */
  | ({
      readonly kind: 'matches'
      readonly source: string
      readonly flags: string
      /** In a text of up to this many characters, the search needs no time limit; absent if unknown. */
      readonly quickCharacters?: number | undefined
    } & Bounds)
  /** Limits a measured value, such as the reading ease, or the similarity to the text `to`. */
  | ({ readonly kind: 'measure'; readonly name: string; readonly to?: string | undefined } & Bounds)
  /** The text has at least `atLeast` numbers of a kind, such as percentages, and all of them are in the ranges. */
  | ({ readonly kind: 'numbers'; readonly name: string; readonly atLeast: number } & NumberRanges)
  /** What the text has by this name, such as its sentiment, is one of these, with a minimum confidence (0..1). */
  | {
      readonly kind: 'label'
      readonly name: string
      readonly anyOf: readonly string[]
      readonly from: number
    }
  /** What the text has by this name is not `label`, unless its confidence is below a bound. */
  | { readonly kind: 'no-label'; readonly name: string; readonly label: string; readonly below: number }
  /** The text passes, or fails, the validator of this key: its name and options. `title` is its requirement. */
  | { readonly kind: 'verdict'; readonly key: string; readonly title: string; readonly passes: boolean }
  /** At least `min` of these groups hold. All constraints of a group hold together. */
  | { readonly kind: 'some'; readonly min: number; readonly groups: readonly (readonly Constraint[])[] }

export interface Bounds {
  readonly min: number
  /** Infinity if there is no upper bound. */
  readonly max: number
}

/** Each number is in a range of every list of `inside`, and in no range of `outside`. Bounds are included. */
export interface NumberRanges {
  readonly inside: readonly (readonly Bounds[])[]
  readonly outside: readonly Bounds[]
}

/** How a text begins or ends, ignoring white space. */
export interface Edge {
  readonly anyOf: readonly string[]
  readonly caseSensitive: boolean
  /** True if quotation marks may enclose the text. */
  readonly quotable?: boolean | undefined
  /** True if the phrase is the first word: marks may stand before it. */
  readonly isFirstWord?: boolean | undefined
  /** Messages show this name, such as `JSON`, instead of the list of phrases. */
  readonly label?: string | undefined
}

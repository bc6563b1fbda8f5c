/** Rules that no text can meet together, found before anything is spent. Pure, and never a false alarm. */
import { clash } from './clashes.ts'
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

interface Demanding {
  readonly name: string
  readonly demands?: readonly Demand[] | undefined
}

/** Says which two rules exclude each other and why, or nothing when none is known to. */
export function contradiction(validators: readonly Demanding[]): string | undefined {
  const demands = validators.flatMap((validator) =>
    (validator.demands ?? []).flatMap((demand) =>
      [demand, ...implied(demand)].map((each) => ({ validator, demand: each })),
    ),
  )
  for (const [index, first] of demands.entries()) {
    for (const second of demands.slice(index + 1)) {
      const why = clash(first.demand, second.demand) ?? clash(second.demand, first.demand)
      if (!why) continue
      return first.validator === second.validator
        ? `${first.validator.name} excludes itself: ${why}`
        : `${first.validator.name} and ${second.validator.name} exclude each other: ${why}`
    }
  }
  return undefined
}

/** What else is true of a text that meets a demand. */
function implied(demand: Demand): Demand[] {
  if (demand.kind === 'includes') return [{ ...demand, kind: 'occurs', min: 1, max: Infinity }]
  if (demand.kind === 'excludes') return [{ ...demand, kind: 'occurs', min: 0, max: 0 }]
  if (demand.kind !== 'begins' && demand.kind !== 'ends') return []
  const { anyOf, caseSensitive } = demand
  const [term = '', ...others] = anyOf
  if (others.length > 0) return []
  return [{ kind: 'occurs', term: term.trim(), caseSensitive, wholeWord: false, min: 1, max: Infinity }]
}

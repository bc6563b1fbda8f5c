/** Rules that no text can meet together, found before anything is spent. Pure. */
import { occurrences, type Term } from './terms.ts'

/** The units nest: a sentence has at least a word, and words need a character each and one between them. */
export const UNITS = ['characters', 'words', 'sentences'] as const
export type Unit = (typeof UNITS)[number]

/** What a text that passes must be like. A validator states as many as it can be sure of. */
export type Demand =
  | { readonly kind: 'count'; readonly unit: Unit; readonly min: number; readonly max: number }
  | ({ readonly kind: 'includes' } & Term)
  | ({ readonly kind: 'excludes' } & Term)

interface Demanding {
  readonly name: string
  readonly demands?: readonly Demand[] | undefined
}

/** Says which two rules exclude each other and why, or nothing when none is known to. */
export function contradiction(validators: readonly Demanding[]): string | undefined {
  const demands = validators.flatMap(({ name, demands = [] }) => demands.map((demand) => ({ name, demand })))
  for (const [index, first] of demands.entries()) {
    for (const second of demands.slice(index + 1)) {
      const why = clash(first.demand, second.demand) ?? clash(second.demand, first.demand)
      if (why) return `${first.name} and ${second.name} exclude each other: ${why}`
    }
  }
  return undefined
}

function clash(first: Demand, second: Demand): string | undefined {
  if (first.kind === 'count' && second.kind === 'count') {
    const least = leastOf(second.unit, first)
    if (least > second.max)
      return `at least ${first.min} ${first.unit} do not fit in ${second.max} ${second.unit}`
  }
  if (first.kind === 'includes' && second.kind === 'excludes' && excluded(first, second)) {
    return `"${first.term}" is required, and "${second.term}" is forbidden`
  }
  if (first.kind === 'includes' && second.kind === 'count') {
    const length = [...first.term].length
    if (second.unit === 'characters' && length > second.max)
      return `"${first.term}" alone is longer than ${second.max} characters`
  }
  return undefined
}

/** A required term may be met in another case than the one that is forbidden, hence the care about case. */
const excluded = (required: Term, forbidden: Term): boolean =>
  (required.caseSensitive || !forbidden.caseSensitive) && occurrences(required.term, forbidden) > 0

/** The fewest of `unit` that a text with `min` of another unit has. */
function leastOf(unit: Unit, { unit: given, min }: { unit: Unit; min: number }): number {
  if (min <= 0) return 0
  if (unit === given) return min
  if (UNITS.indexOf(unit) > UNITS.indexOf(given)) return 0
  return unit === 'characters' ? 2 * min - 1 : min
}

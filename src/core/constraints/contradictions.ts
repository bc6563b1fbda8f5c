/** Rules that no text can meet together, found before anything is spent. Pure, and never a false alarm. */
import { clash } from './clashes.ts'
import type { Demand } from './demand.ts'

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

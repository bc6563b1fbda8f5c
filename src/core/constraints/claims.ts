/** The constraints of validators, reduced to those that decide whether there is a conflict. */
import type { Constraint } from './constraint.ts'
import { withImplied } from './implied.ts'

export interface Claim {
  readonly constraint: Constraint
  /** The positions of the validators that state it. */
  readonly owners: readonly number[]
}

/** All constraints of the validators and what follows from them, without repetitions and weaker constraints. */
export function claimsOf(
  validators: readonly { readonly constraints?: readonly Constraint[] | undefined }[],
): readonly Claim[] {
  const claims = validators.flatMap(({ constraints = [] }, owner) =>
    constraints.flatMap(withImplied).map((constraint) => ({ constraint, owners: [owner] })),
  )
  return [...strongest(claims), ...mergedNumbers(claims)]
}

/** Of claims that differ only in their bounds, keeps those with the highest minimum and the lowest maximum. */
function strongest(claims: readonly Claim[]): ReadonlySet<Claim> {
  const kept = new Map<string, { highest: Claim; lowest: Claim }>()
  for (const claim of claims) {
    const { min, max, ...rest } = { min: 0, max: 0, ...claim.constraint }
    const key = JSON.stringify(rest)
    const best = kept.get(key)
    kept.set(key, {
      highest: best && minOf(best.highest) >= min ? best.highest : claim,
      lowest: best && maxOf(best.lowest) <= max ? best.lowest : claim,
    })
  }
  return new Set([...kept.values()].flatMap(({ highest, lowest }) => [highest, lowest]))
}

const minOf = ({ constraint }: Claim): number => ('min' in constraint ? constraint.min : 0)
const maxOf = ({ constraint }: Claim): number => ('max' in constraint ? constraint.max : 0)

/** Merges the ranges of all validators: three of them can exclude every number although no two of them do. */
function mergedNumbers(claims: readonly Claim[]): Claim[] {
  const merged = new Map<string, Claim>()
  for (const { constraint, owners } of claims) {
    if (constraint.kind !== 'numbers') continue
    const known = merged.get(constraint.name)
    const other = known?.constraint.kind === 'numbers' ? known.constraint : undefined
    merged.set(constraint.name, {
      owners: [...(known?.owners ?? []), ...owners],
      constraint: {
        ...constraint,
        atLeast: Math.max(constraint.atLeast, other?.atLeast ?? 0),
        inside: [...(other?.inside ?? []), ...constraint.inside],
        outside: [...(other?.outside ?? []), ...constraint.outside],
      },
    })
  }
  return [...merged.values()]
}

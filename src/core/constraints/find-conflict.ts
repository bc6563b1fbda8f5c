/** Finds constraints that no text can satisfy together, before any call costs money. */
import type { Validator } from '../ports.ts'
import { claimsOf, type Claim } from './claims.ts'
import { ruleFor, type ConstraintKind } from './conflicts.ts'
import type { Constraint } from './constraint.ts'
import { withImplied } from './implied.ts'

interface Conflict {
  /** The positions of the validators that exclude each other. */
  readonly owners: readonly number[]
  readonly why: string
}

type ClaimsByKind = ReadonlyMap<ConstraintKind, readonly Claim[]>

/** Names the validators that exclude each other, and says why; undefined if no conflict is known. */
export function findConflict(
  validators: readonly Pick<Validator, 'name' | 'constraints'>[],
): string | undefined {
  const byKind = groupByKind(claimsOf(validators))
  const conflict = conflictOfTwo(byKind, byKind) ?? conflictWithGroups(byKind.get('some'), byKind)
  return conflict && `${subjectOf(conflict, validators)}: ${conflict.why}`
}

function groupByKind(claims: Iterable<Claim>): ClaimsByKind {
  const byKind = new Map<ConstraintKind, Claim[]>()
  for (const claim of claims) {
    const others = byKind.get(claim.constraint.kind)
    if (others) others.push(claim)
    else byKind.set(claim.constraint.kind, [claim])
  }
  return byKind
}

function subjectOf({ owners }: Conflict, validators: readonly Pick<Validator, 'name'>[]): string {
  const positions = [...new Set(owners)].toSorted((one, other) => one - other)
  const names = positions.map((position) => validators[position]?.name ?? '')
  const [first = '', ...others] = new Set(names)
  if (names.length === 1) return `${first} contradicts itself`
  if (others.length === 0)
    return `${names.length === 2 ? 'two' : names.length} ${first} validators exclude each other`
  return `${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)} exclude each other`
}

function conflictOfTwo(firstKinds: ClaimsByKind, secondKinds: ClaimsByKind): Conflict | undefined {
  for (const [firstKind, firsts] of firstKinds) {
    for (const [secondKind, seconds] of secondKinds) {
      const describe = ruleFor(firstKind, secondKind)
      if (!describe) continue
      const limits = isOfTerms(firstKind, secondKind) ? limitsWithin(firsts, seconds) : seconds
      for (const first of firsts) {
        for (const second of limits) {
          const why = describe(first.constraint, second.constraint)
          if (why !== undefined) return { owners: [...first.owners, ...second.owners], why }
        }
      }
    }
  }
  return undefined
}

const isOfTerms = (first: ConstraintKind, second: ConstraintKind): boolean =>
  first === 'occurs' && second === 'occurs'

const requiredTerms = new WeakMap<readonly Claim[], string>()

/** The limits on terms that occur within required terms. One search in all of them is faster than one search in each. */
function limitsWithin(required: readonly Claim[], limits: readonly Claim[]): readonly Claim[] {
  const terms =
    requiredTerms.get(required) ??
    required
      .flatMap(({ constraint }) =>
        constraint.kind === 'occurs' && constraint.min > 0 ? (constraint.folded ?? []) : [],
      )
      .join('\0')
  requiredTerms.set(required, terms)
  return limits.filter(
    ({ constraint }) =>
      constraint.kind === 'occurs' && constraint.max < Infinity && terms.includes(constraint.folded ?? ''),
  )
}

type Groups = Extract<Constraint, { kind: 'some' }>

function conflictWithGroups(some: readonly Claim[] = [], claims: ClaimsByKind): Conflict | undefined {
  for (const { constraint, owners } of some) {
    const conflict = constraint.kind === 'some' ? tooFewGroups(constraint, owners, claims) : undefined
    if (conflict) return conflict
  }
  return undefined
}

const MAX_LISTED_REASONS = 3

/** Why fewer groups than required can hold beside the claims; undefined if enough of them can. */
function tooFewGroups(
  { min, groups }: Groups,
  owners: readonly number[],
  byKind: ClaimsByKind,
): Conflict | undefined {
  let possible = 0
  const conflicts: Conflict[] = []
  for (const group of groups) {
    const conflict = conflictOfGroup(group, owners, byKind)
    if (conflict) conflicts.push(conflict)
    else if (++possible >= min) return undefined
  }
  const reasons = [...new Set(conflicts.map(({ why }) => why))]
  const more = reasons.length - MAX_LISTED_REASONS
  return {
    owners: [...owners, ...conflicts.flatMap((each) => each.owners)],
    why:
      groups.length === 0
        ? 'every text passes what must fail'
        : [...reasons.slice(0, MAX_LISTED_REASONS), ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
  }
}

/** Why the constraints of the group exclude each other, or a claim; undefined if no conflict is known. */
function conflictOfGroup(
  group: readonly Constraint[],
  owners: readonly number[],
  claims: ClaimsByKind,
): Conflict | undefined {
  const own = groupByKind(group.flatMap(withImplied).map((constraint) => ({ constraint, owners })))
  return (
    conflictOfTwo(own, own) ??
    conflictOfTwo(own, claims) ??
    conflictOfTwo(claims, own) ??
    conflictWithGroups(own.get('some'), claims)
  )
}

/** Finds constraints that no text can satisfy together, before any call costs money. */
import type { Validator } from '../ports.ts'
import type { Scope } from '../scope.ts'
import { claimsOf, type Claim } from './claims.ts'
import { ruleFor, type ConflictRule, type ConstraintKind } from './conflicts.ts'
import type { Constraint } from './constraint.ts'
import { withImplied } from './implied.ts'
import { DefaultMap } from '../../util/default-map.ts'

interface Conflict {
  /** The positions of the validators that exclude each other. */
  readonly owners: readonly number[]
  readonly why: string
}

type ClaimsByKind = ReadonlyMap<ConstraintKind, readonly Claim[]>

type NamedConstraints = Pick<Validator, 'name' | 'constraints'>

/** A search that can be interrupted after a bounded number of comparisons. */
type Search<T> = Generator<void, T>

/** Names the validators that exclude each other, and says why; undefined if no conflict is known. */
export function findConflict(validators: readonly NamedConstraints[]): string | undefined {
  const search = searchConflict(validators)
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
  }
}

/** Lets the process do other work in the meantime. Very many long rules can take seconds. */
export async function findConflictInSteps(
  validators: readonly NamedConstraints[],
  { clock, signal }: Pick<Scope, 'clock' | 'signal'>,
): Promise<string | undefined> {
  const search = searchConflict(validators)
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
    await clock.sleep(0, signal)
  }
}

function* searchConflict(validators: readonly NamedConstraints[]): Search<string | undefined> {
  const byKind = groupBy(claimsOf(validators), kindOf)
  const conflict =
    (yield* conflictOfTwo(byKind, byKind)) ?? (yield* conflictWithGroups(byKind.get('some'), byKind))
  return conflict && `${subjectOf(conflict, validators)}: ${conflict.why}`
}

const kindOf = ({ constraint }: Claim): ConstraintKind => constraint.kind

function groupBy<Key>(
  claims: Iterable<Claim>,
  keyOf: (claim: Claim) => Key,
): ReadonlyMap<Key, readonly Claim[]> {
  const groups = new DefaultMap<Key, Claim[]>(() => [])
  for (const claim of claims) groups.get(keyOf(claim)).push(claim)
  return new Map(groups)
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

/** After this number of comparisons, about ten milliseconds of work, the search can be interrupted. */
const STEP = 10_000

function* conflictOfTwo(firstKinds: ClaimsByKind, secondKinds: ClaimsByKind): Search<Conflict | undefined> {
  let comparisons = 0
  for (const [firstKind, firsts] of firstKinds) {
    for (const [secondKind, seconds] of secondKinds) {
      const rule = ruleFor(firstKind, secondKind)
      if (!rule) continue
      const limits = isOfTerms(firstKind, secondKind) ? yield* limitsWithin(firsts, seconds) : seconds
      const [groups, others] = [groupByKey(firsts, rule), groupByKey(limits, rule)]
      for (const key of (groups.size < others.size ? groups : others).keys()) {
        for (const first of groups.get(key) ?? []) {
          for (const second of others.get(key) ?? []) {
            if (++comparisons % STEP === 0) yield
            const why = rule.describe(first.constraint, second.constraint)
            if (why !== undefined) return { owners: [...first.owners, ...second.owners], why }
          }
        }
      }
    }
  }
  return undefined
}

const groupsByRule = new WeakMap<
  readonly Claim[],
  DefaultMap<ConflictRule, ReadonlyMap<string, readonly Claim[]>>
>()

/** Cached, since one list of claims is compared with many others. */
function groupByKey(claims: readonly Claim[], rule: ConflictRule): ReadonlyMap<string, readonly Claim[]> {
  const byRule =
    groupsByRule.get(claims) ??
    new DefaultMap((each: ConflictRule) => groupBy(claims, ({ constraint }) => each.keyOf(constraint)))
  groupsByRule.set(claims, byRule)
  return byRule.get(rule)
}

const isOfTerms = (first: ConstraintKind, second: ConstraintKind): boolean =>
  first === 'occurs' && second === 'occurs'

const requiredTerms = new WeakMap<readonly Claim[], string>()

/** One step searches for terms in this number of characters. */
const STEP_CHARACTERS = 10_000_000

/** The limits on terms that occur within required terms. One search in all is faster than one in each. */
function* limitsWithin(required: readonly Claim[], limits: readonly Claim[]): Search<readonly Claim[]> {
  const terms =
    requiredTerms.get(required) ??
    required
      .flatMap(({ constraint }) =>
        constraint.kind === 'occurs' && constraint.min > 0 ? (constraint.folded ?? []) : [],
      )
      .join('\0')
  requiredTerms.set(required, terms)
  const found: Claim[] = []
  let searched = 0
  for (const limit of limits) {
    const { constraint } = limit
    if (constraint.kind !== 'occurs' || constraint.max === Infinity) continue
    searched += terms.length + 1
    if (searched > STEP_CHARACTERS) {
      searched = 0
      yield
    }
    if (terms.includes(constraint.folded ?? '')) found.push(limit)
  }
  return found
}

type Groups = Extract<Constraint, { kind: 'some' }>

function* conflictWithGroups(
  some: readonly Claim[] = [],
  claims: ClaimsByKind,
): Search<Conflict | undefined> {
  for (const { constraint, owners } of some) {
    const conflict = constraint.kind === 'some' ? yield* tooFewGroups(constraint, owners, claims) : undefined
    if (conflict) return conflict
  }
  return undefined
}

const MAX_LISTED_REASONS = 3

/** Why fewer groups than required can hold beside the claims; undefined if enough of them can. */
function* tooFewGroups(
  { min, groups }: Groups,
  owners: readonly number[],
  byKind: ClaimsByKind,
): Search<Conflict | undefined> {
  let possible = 0
  const conflicts: Conflict[] = []
  for (const group of groups) {
    const conflict = yield* conflictOfGroup(group, owners, byKind)
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
function* conflictOfGroup(
  group: readonly Constraint[],
  owners: readonly number[],
  claims: ClaimsByKind,
): Search<Conflict | undefined> {
  const claimsOfGroup = group.flatMap(withImplied).map((constraint) => ({ constraint, owners }))
  const own = groupBy(claimsOfGroup, kindOf)
  return (
    (yield* conflictOfTwo(own, own)) ??
    (yield* conflictOfTwo(own, claims)) ??
    (yield* conflictOfTwo(claims, own)) ??
    (yield* conflictWithGroups(own.get('some'), claims)) ??
    (own.has('some') ? undefined : yield* conflictWithGroups(smallGroups(claims.get('some')), own))
  )
}

/** Comparing each group with each group of other lists takes too long if there are many. */
const MAX_COMPARED_LISTS = 10
const MAX_COMPARED_GROUPS = 20
const smallGroups = (some: readonly Claim[] = []): readonly Claim[] =>
  some.length > MAX_COMPARED_LISTS
    ? []
    : some.filter(
        ({ constraint }) => constraint.kind === 'some' && constraint.groups.length <= MAX_COMPARED_GROUPS,
      )

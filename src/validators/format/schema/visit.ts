/** What is known while a value is compared with a schema. */
import { pointerTo } from '../../../util/json/places.ts'
import type { Resource } from './resources.ts'

/** How a value differs from its schema. */
export interface SchemaFault {
  /** The JSON pointer of the part at fault; '' for the whole value. */
  readonly pointer: string
  /** For example `must be number`. */
  readonly fault: string
}

/** The resources entered on the way to a schema, the last one first. `$dynamicRef` searches them. */
export interface DynamicScope {
  readonly resource: Resource
  readonly outer: DynamicScope | undefined
}

/** A rule that changes a visit restores it at its end: copies would take most of the time. */
export interface Visit {
  /** The keys that lead from the whole text to the value. */
  readonly path: (string | number)[]
  scope: DynamicScope | undefined
  /** Faults are added here. */
  faults: SchemaFault[]
  /** The properties and items of the value that a keyword has evaluated; absent if nothing needs to know them. */
  evaluated: Set<string | number> | undefined
}

/** Compares a value with a schema or a keyword. */
export type Rule = (value: unknown, visit: Visit) => void

export function report({ path, faults }: Visit, fault: string): void {
  faults.push({ pointer: path.map(pointerTo).join(''), fault })
}

/** Compares a property or an item with a schema, and marks it as evaluated. */
export function visitPart(part: unknown, key: string | number, rule: Rule, visit: Visit): void {
  const { path, evaluated } = visit
  evaluated?.add(key)
  path.push(key)
  visit.evaluated = undefined
  rule(part, visit)
  visit.evaluated = evaluated
  path.pop()
}

/** The faults of a value by another schema. If there are none, what the schema evaluated counts as evaluated. */
export function faultsBy(rule: Rule, value: unknown, visit: Visit): readonly SchemaFault[] {
  const { faults } = visit
  const found: SchemaFault[] = []
  visit.faults = found
  rule(value, visit)
  visit.faults = faults
  return found
}

/** Omits faults that several alternatives of a schema have in common. */
export const withoutRepeats = (faults: readonly SchemaFault[]): SchemaFault[] => [
  ...new Map(faults.map((each) => [JSON.stringify(each), each])).values(),
]

/** Whether a schema accepts a value; what it evaluates does not count. */
export function isAccepted(rule: Rule, value: unknown, visit: Visit): boolean {
  const { evaluated } = visit
  visit.evaluated = undefined
  const { length } = faultsBy(rule, value, visit)
  visit.evaluated = evaluated
  return length === 0
}

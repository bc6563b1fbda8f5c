/** What is known while a value is compared with a schema. */
import { pointerTo } from './keywords.ts'
import type { Resource } from './resources.ts'

/** The way from the whole text to a value, from its end; undefined for the whole text. */
export interface Location {
  readonly parent: Location | undefined
  readonly key: string | number
}

/** The resources entered on the way to a schema, the last one first. `$dynamicRef` searches them. */
export interface DynamicScope {
  readonly resource: Resource
  readonly outer: DynamicScope | undefined
}

export interface Visit {
  readonly at: Location | undefined
  readonly scope: DynamicScope | undefined
  /** Faults are added here. */
  readonly faults: string[]
  /** The properties and items of the value that a keyword has evaluated; absent if nothing needs to know them. */
  readonly evaluated: Set<string | number> | undefined
}

/** Compares a value with a schema or a keyword. */
export type Rule = (value: unknown, visit: Visit) => void

export function report({ at, faults }: Visit, fault: string): void {
  faults.push(`${at === undefined ? 'the value' : renderLocation(at)} ${fault}`)
}

function renderLocation(location: Location): string {
  const keys: string[] = []
  for (let at: Location | undefined = location; at; at = at.parent) keys.push(pointerTo(at.key))
  return keys.toReversed().join('')
}

/** Compares a property or an item with a schema, and marks it as evaluated. */
export function visitPart(part: unknown, key: string | number, rule: Rule, visit: Visit): void {
  visit.evaluated?.add(key)
  const { at, scope, faults } = visit
  rule(part, { at: { parent: at, key }, scope, faults, evaluated: visit.evaluated && new Set() })
}

/** The faults of a value by another rule. If there are none, what the rule evaluated counts as evaluated. */
export function faultsBy(rule: Rule, value: unknown, visit: Visit): readonly string[] {
  const inner = { ...visit, faults: [] as string[], evaluated: visit.evaluated && new Set<string | number>() }
  rule(value, inner)
  if (inner.faults.length === 0) inner.evaluated?.forEach((key) => visit.evaluated?.add(key))
  return inner.faults
}

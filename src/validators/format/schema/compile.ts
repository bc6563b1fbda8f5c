/** Turns a JSON Schema into a function, so that its references and patterns are resolved only once. */
import { APPLICATORS } from './applicators.ts'
import { createAssertion } from './assertions.ts'
import type { FindFormat } from './formats.ts'
import { draftOf, findShapeFaults, type SchemaDraft } from './keywords.ts'
import { hasOnlyReference, indexSchema, IS_SCHEMA, type Resource, type ReferenceTarget } from './resources.ts'
import { report, type DynamicScope, type Rule, type SchemaFault } from './visit.ts'
import { isJsonObject } from '../../../util/json/object.ts'

/** Throws an error if a reference points to nothing or a pattern is invalid. */
export function compileRule(
  schema: unknown,
  draft: SchemaDraft,
  findFormat: FindFormat,
): (value: unknown) => SchemaFault[] {
  const resources = indexSchema(schema, draft)
  const compiled = new Map<unknown, Rule>()
  let isTracking = false

  function compile(part: unknown, parent: Resource): Rule {
    if (part === true) return () => {}
    if (!isJsonObject(part)) return (_, visit) => report(visit, 'is not allowed: its schema is false')
    const known = compiled.get(part)
    if (known) return known
    const resource = resources.resourceOf(part, parent)
    let rules: readonly Rule[] = []
    const rule: Rule = (value, visit) => {
      const { scope, faults, evaluated } = visit
      const earlier = faults.length
      if (scope?.resource !== resource) visit.scope = { resource, outer: scope }
      visit.evaluated = isTracking ? new Set() : undefined
      for (const each of rules) each(value, visit)
      if (evaluated && faults.length === earlier) visit.evaluated?.forEach((key) => evaluated.add(key))
      visit.scope = scope
      visit.evaluated = evaluated
    }
    // The rule is known before its parts, since a part may refer to it.
    compiled.set(part, rule)
    rules = createRules(part, resource)
    return rule
  }

  function createRules(part: Readonly<Record<string | symbol, unknown>>, resource: Resource): Rule[] {
    const draftHere = draftOf(part['$schema'], resource.draft) ?? resource.draft
    const described = part[IS_SCHEMA]
    if (described !== undefined)
      return [(value, visit) => findShapeFaults(value, draftHere).forEach((fault) => report(visit, fault))]
    const references = createReferences(part, resource)
    if (hasOnlyReference(part, draftHere)) return references
    const assertions = Object.keys(part).map((keyword) =>
      createAssertion(keyword, part, draftHere, findFormat),
    )
    const applicators = Object.entries(APPLICATORS).map(([keyword, create]) =>
      Object.hasOwn(part, keyword)
        ? create(part[keyword], part, (part) => compile(part, resource), draftHere)
        : undefined,
    )
    return [...assertions, ...references, ...applicators].filter((rule) => rule !== undefined)
  }

  function createReferences(part: Readonly<Record<string, unknown>>, resource: Resource): Rule[] {
    const { $ref, $dynamicRef, $recursiveRef } = part
    const rules: Rule[] = []
    const compileTarget = ({ schema: target, resource: owner }: ReferenceTarget) => compile(target, owner)
    if (typeof $ref === 'string') rules.push(compileTarget(resources.resolve($ref, resource)))
    if (typeof $dynamicRef === 'string' && resource.draft >= 2020) {
      const target = resources.resolve($dynamicRef, resource)
      const name = target.dynamicAnchor
      const initial = compileTarget(target)
      rules.push((value, visit) => {
        const found =
          name === undefined ? undefined : outermost(visit.scope, (each) => each.dynamicAnchors.has(name))
        const rule = found && name !== undefined ? compile(found.dynamicAnchors.get(name), found) : initial
        rule(value, visit)
      })
    }
    if (typeof $recursiveRef === 'string' && resource.draft === 2019) {
      const target = resources.resolve($recursiveRef, resource)
      const initial = compileTarget(target)
      rules.push((value, visit) => {
        const found = isRecursive(target.resource) ? outermost(visit.scope, isRecursive) : undefined
        const rule = found ? compile(found.root, found) : initial
        rule(value, visit)
      })
    }
    return rules
  }

  const rule = compile(resources.root.schema, resources.root.resource)
  return (value) => {
    const faults: SchemaFault[] = []
    isTracking = resources.hasUnevaluated
    rule(value, { path: [], scope: undefined, faults, evaluated: undefined })
    return faults
  }
}

const isRecursive = ({ root }: Resource): boolean => isJsonObject(root) && root['$recursiveAnchor'] === true

/** The resource that was entered first, of those that fit. */
function outermost(
  scope: DynamicScope | undefined,
  fits: (resource: Resource) => boolean,
): Resource | undefined {
  let found: Resource | undefined
  for (let at = scope; at; at = at.outer) if (fits(at.resource)) found = at.resource
  return found
}

/** The keywords that apply further schemas to a value or to its parts. */
import { compileSchemaPattern } from './assertions.ts'
import type { SchemaDraft } from './keywords.ts'
import { isJsonObject, type JsonObject } from '../../../util/json/object.ts'
import {
  faultsBy,
  isAccepted,
  report,
  visitPart,
  type Rule,
  type Visit,
  withoutRepeats,
  type SchemaFault,
} from './visit.ts'

/** `compile` returns the rule of a schema that is part of `schema`. */
type CreateRule = (
  argument: unknown,
  schema: JsonObject,
  compile: (subschema: unknown) => Rule,
  draft: SchemaDraft,
) => Rule | undefined

const rulesByName = (argument: unknown, compile: (subschema: unknown) => Rule) =>
  Object.entries(Object(argument)).map(([name, subschema]) => ({ name, rule: compile(subschema) }))

const whenObject =
  (rule: (value: JsonObject, visit: Visit) => void): Rule =>
  (value, visit) => {
    if (isJsonObject(value)) rule(value, visit)
  }
const whenList =
  (rule: (value: readonly unknown[], visit: Visit) => void): Rule =>
  (value, visit) => {
    if (Array.isArray(value)) rule(value, visit)
  }

/** Applies a schema to all items from an index on. */
const itemsFrom = (start: number, rule: Rule): Rule =>
  whenList((value, visit) => {
    for (let index = start; index < value.length; index++) visitPart(value[index], index, rule, visit)
  })

const firstItems = (rules: readonly Rule[]): Rule =>
  whenList((value, visit) => {
    for (const [index, rule] of rules.slice(0, value.length).entries())
      visitPart(value[index], index, rule, visit)
  })

const lengthOfList = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

/** Applies a schema to the properties that `isChosen` chooses; `false` gets a message that names the property. */
const otherProperties = (
  argument: unknown,
  compile: (subschema: unknown) => Rule,
  isChosen: (key: string, visit: Visit) => boolean,
): Rule => {
  const rule = compile(argument)
  return whenObject((value, visit) => {
    for (const key of Object.keys(value)) {
      if (!isChosen(key, visit)) continue
      if (argument === false) report(visit, `must not have the property ${JSON.stringify(key)}`)
      else visitPart(value[key], key, rule, visit)
    }
  })
}

const namesOf = (argument: unknown): readonly string[] =>
  Array.isArray(argument) ? argument.map(String) : []

const requireNames = (value: JsonObject, names: readonly string[], reason: string, visit: Visit) => {
  for (const name of names)
    if (!Object.hasOwn(value, name)) report(visit, `must have required property '${name}'${reason}`)
}

/** The requirements for objects that have a certain property: a list of further properties, or a schema. */
const dependencies: CreateRule = (argument, _, compile) => {
  const entries = Object.entries(Object(argument)).map(([name, needed]) => ({
    name,
    names: namesOf(needed),
    rule: Array.isArray(needed) ? undefined : compile(needed),
  }))
  return whenObject((value, visit) => {
    for (const { name, names, rule } of entries) {
      if (!Object.hasOwn(value, name)) continue
      requireNames(value, names, `, since it has '${name}'`, visit)
      rule?.(value, visit)
    }
  })
}

/** In the order in which they apply: each may use what the earlier ones have evaluated. */
export const APPLICATORS: Readonly<Record<string, CreateRule>> = {
  required(argument) {
    const names = namesOf(argument)
    return whenObject((value, visit) => requireNames(value, names, '', visit))
  },
  properties(argument, _, compile) {
    const rules = rulesByName(argument, compile)
    return whenObject((value, visit) => {
      for (const { name, rule } of rules)
        if (Object.hasOwn(value, name)) visitPart(value[name], name, rule, visit)
    })
  },
  patternProperties(argument, _, compile) {
    const rules = rulesByName(argument, compile).map(({ name, rule }) => ({
      pattern: compileSchemaPattern(name),
      rule,
    }))
    return whenObject((value, visit) => {
      for (const [key, part] of Object.entries(value))
        for (const { pattern, rule } of rules) if (pattern.test(key)) visitPart(part, key, rule, visit)
    })
  },
  additionalProperties(argument, { properties, patternProperties }, compile) {
    const names = new Set(Object.keys(Object(properties)))
    const patterns = Object.keys(Object(patternProperties)).map(compileSchemaPattern)
    return otherProperties(
      argument,
      compile,
      (key) => !names.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
  },
  propertyNames(argument, _, compile) {
    const rule = compile(argument)
    return whenObject((value, visit) => {
      const ofName = { ...visit, path: [], evaluated: undefined }
      for (const key of Object.keys(value)) {
        const [fault] = faultsBy(rule, key, ofName)
        if (fault !== undefined)
          report(visit, `must not have the property ${JSON.stringify(key)}: its name ${fault.fault}`)
      }
    })
  },
  prefixItems: (argument, _, compile, draft) =>
    draft >= 2020 && Array.isArray(argument) ? firstItems(argument.map(compile)) : undefined,
  items(argument, { prefixItems }, compile) {
    if (Array.isArray(argument)) return firstItems(argument.map(compile))
    return itemsFrom(lengthOfList(prefixItems), compile(argument))
  },
  additionalItems: (argument, { items }, compile, draft) =>
    draft < 2020 && Array.isArray(items) ? itemsFrom(items.length, compile(argument)) : undefined,
  contains(argument, { minContains = 1, maxContains = Infinity }, compile, draft) {
    if (draft < 6) return undefined
    const rule = compile(argument)
    const [min, max] = draft >= 2019 ? [Number(minContains), Number(maxContains)] : [1, Infinity]
    return whenList((value, visit) => {
      const matches = [...value.keys()].filter((index) => isAccepted(rule, value[index], visit))
      if (draft >= 2020) matches.forEach((index) => visit.evaluated?.add(index))
      if (matches.length < min) report(visit, `must contain at least ${min} valid item(s)`)
      if (matches.length > max) report(visit, `must contain at most ${max} valid item(s)`)
    })
  },
  dependencies,
  dependentRequired: (...given) => (given[3] >= 2019 ? dependencies(...given) : undefined),
  dependentSchemas: (...given) => (given[3] >= 2019 ? dependencies(...given) : undefined),
  allOf(argument, _, compile) {
    const rules = Array.isArray(argument) ? argument.map(compile) : []
    return (value, visit) => rules.forEach((rule) => rule(value, visit))
  },
  anyOf(argument, _, compile) {
    const rules = Array.isArray(argument) ? argument.map(compile) : []
    return (value, visit) => {
      const faults: SchemaFault[] = []
      let isValid = false
      for (const rule of rules) {
        const found = faultsBy(rule, value, visit)
        isValid ||= found.length === 0
        if (isValid && !visit.evaluated) return
        faults.push(...found.slice(0, MAX_FAULTS))
      }
      if (isValid) return
      visit.faults.push(...withoutRepeats(faults))
      report(visit, 'must match a schema in anyOf')
    }
  },
  oneOf(argument, _, compile) {
    const rules = Array.isArray(argument) ? argument.map(compile) : []
    return (value, visit) => {
      const found = rules.map((rule) => faultsBy(rule, value, visit))
      const matches = found.filter(({ length }) => length === 0).length
      if (matches === 0)
        visit.faults.push(...withoutRepeats(found.flatMap((faults) => faults.slice(0, MAX_FAULTS))))
      if (matches !== 1) report(visit, 'must match exactly one schema in oneOf')
    }
  },
  not(argument, _, compile) {
    const rule = compile(argument)
    return (value, visit) => {
      if (isAccepted(rule, value, visit)) report(visit, 'must NOT be valid by the schema in "not"')
    }
  },
  if(argument, schema, compile, draft) {
    if (draft < 7) return undefined
    const condition = compile(argument)
    const [yes, no] = ['then', 'else'].map((key) => (key in schema ? compile(schema[key]) : undefined))
    return (value, visit) => (faultsBy(condition, value, visit).length === 0 ? yes : no)?.(value, visit)
  },
  unevaluatedItems(argument, _, compile, draft) {
    if (draft < 2019) return undefined
    const rule = compile(argument)
    return whenList((value, visit) => {
      for (const [index, item] of value.entries())
        if (visit.evaluated?.has(index) !== true) visitPart(item, index, rule, visit)
    })
  },
  unevaluatedProperties: (argument, _, compile, draft) =>
    draft < 2019
      ? undefined
      : otherProperties(argument, compile, (key, { evaluated }) => evaluated?.has(key) !== true),
}

/** Only the first faults of each alternative are listed. */
const MAX_FAULTS = 10

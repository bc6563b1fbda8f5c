/** Turns rules with `{{field}}` into the rules of one prompt. */
import { UsageError } from '../../core/errors.ts'
import type { NamedOptions } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import { didYouMean, ownValue } from '../../util/lookup.ts'
import { criticKind, readNamed, validatorKind, type NamedKind } from '../named.ts'
import { fieldsIn, fillOption, needsFilling } from './rule-fields.ts'
import { optionKinds } from '../spec.ts'

type Values = Readonly<Record<string, unknown>>

/** Fills in the fields and checks the result by the schema. Throws a `UsageError` or a `ConfigError`. */
export function fillRule(rule: NamedOptions, kind: NamedKind, values: Values): NamedOptions {
  return readNamed(fillOptions(rule, kind, values), { ...kind, filled: true })
}

function fillOptions({ name, ...options }: NamedOptions, kind: NamedKind, values: Values): NamedOptions {
  const definition = kind.definitions.find((each) => each.name === name)
  const kinds = { ...(definition && optionKinds(definition.options)), ...optionKinds(kind.commonOptions) }
  const valueOf = (field: string): unknown => {
    const value = ownValue(values, field)
    const title = `${kind.noun} ${name}: {{${field}}}`
    if (value === undefined)
      throw new UsageError(`${title} has no value`, didYouMean(field, Object.keys(values)))
    if (value === null || value === '') throw new UsageError(`${title} is empty`, 'fill in the field')
    return value
  }
  const filled = Object.entries(options).map(([key, option]) => [
    key,
    key === kind.partsOption
      ? [option].flat().map((part) => fillOptions(part as NamedOptions, kind, values))
      : fillOption(option, ownValue(kinds, key) ?? ['string'], valueOf),
  ])
  return { name, ...(Object.fromEntries(filled) as Values) }
}

export interface Rules {
  readonly validators: readonly NamedOptions[]
  readonly critics: readonly NamedOptions[]
}

/** The rules of the settings, as they apply to each prompt. */
export interface RuleFiller {
  /** The fields that the rules contain. */
  readonly fields: readonly string[]
  /** The rules that are the same for all prompts. */
  readonly shared: Rules
  /** Returns the rules for a prompt, in the order of the settings; the shared rules are the same objects each time. */
  readonly fill: (values: Values | undefined) => Rules
}

export function createRuleFiller(rules: Rules, registry: Registry): RuleFiller {
  const kinds = { validators: validatorKind(registry), critics: criticKind(registry) }
  const dependent = new Set<NamedOptions>()
  const prepare = (given: readonly NamedOptions[], kind: NamedKind) =>
    given.map((rule) => {
      if (!needsFilling(rule)) return rule
      // A rule whose braces are all escaped is the same for all prompts.
      if (fieldsIn(rule).length === 0) return fillRule(rule, kind, {})
      dependent.add(rule)
      return rule
    })
  const validators = prepare(rules.validators, kinds.validators)
  const critics = prepare(rules.critics, kinds.critics)
  const fields = [...new Set([...dependent].flatMap(fieldsIn))]
  const isShared = (rule: NamedOptions) => !dependent.has(rule)
  return {
    fields,
    shared: { validators: validators.filter(isShared), critics: critics.filter(isShared) },
    fill: (values = {}) => ({
      validators: validators.map((rule) =>
        isShared(rule) ? rule : fillRule(rule, kinds.validators, values),
      ),
      critics: critics.map((rule) => (isShared(rule) ? rule : fillRule(rule, kinds.critics, values))),
    }),
  }
}

/** Fills `{{name}}` in prompts, templates and system prompts. */
import { UsageError } from '../../core/errors.ts'
import { didYouMean, ownValue } from '../../util/lookup.ts'
import { isFieldName, replacePlaceholders, toText } from './placeholders.ts'

export type FieldValues = Readonly<Record<string, unknown>>

/** Receives what filling in does, for messages about unused variables and about braces that stay. */
export interface FillNotes {
  readonly used: (name: string) => void
  /** Called with a placeholder that has no value and stays as it is. */
  readonly kept: (name: string, where: string) => void
}

export const NO_NOTES: FillNotes = { used: () => undefined, kept: () => undefined }

/** Replaces every `{{name}}`. Throws a `UsageError` for a name without a value. */
export const fillTemplate = (
  template: string,
  values: FieldValues,
  where: string,
  { used } = NO_NOTES,
): string =>
  replacePlaceholders(template, (name) => {
    used(name)
    const value = ownValue(values, name)
    return toText(value === undefined ? noValue(name, values, where) : value)
  })

/**
 * Replaces the placeholders of a prompt, which can contain braces that are ordinary text. With `isStrict`, throws a
 * `UsageError` for a name without a value.
 */
export const fillPrompt = (
  text: string,
  values: FieldValues,
  where: string,
  { isStrict, used, kept }: { readonly isStrict: boolean } & FillNotes,
): string =>
  replacePlaceholders(text, (name) => {
    const value = ownValue(values, name)
    if (value === undefined && isStrict && isFieldName(name)) noValue(name, values, where)
    if (value === undefined) kept(name, where)
    else used(name)
    return value === undefined ? undefined : toText(value)
  })

export function noValue(name: string, values: FieldValues, where: string): never {
  const names = Object.keys(values)
  const cure = names.length === 0 ? `set it with --var "${name}=..."` : didYouMean(name, names)
  throw new UsageError(
    `${where}: {{${name}}} has no value`,
    `${cure}; write \\{{${name}}} for literal braces`,
  )
}

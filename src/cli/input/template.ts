import { UsageError } from '../../core/errors.ts'
import { didYouMean, ownValue } from '../../util/lookup.ts'
import { isFieldName, replacePlaceholders, toText } from '../../config/rules/placeholders.ts'

export type FieldValues = Readonly<Record<string, unknown>>

/** Receives what filling in does, for messages about unused variables and about braces that stay. */
export interface FillNotes {
  readonly used: (name: string) => void
  /** Called with a placeholder that has no value and stays as it is. */
  readonly kept: (name: string, where: string) => void
}

export const NO_NOTES: FillNotes = { used: () => undefined, kept: () => undefined }

/** Collects the names that are used, and warns of the first braces that stay. */
export function createFillNotes(warn: (line: string) => void) {
  const used = new Set<string>()
  let warned = false
  const notes: FillNotes = {
    used: (name) => void used.add(name),
    kept(name, where) {
      if (!warned) warn(`${where}: {{${name}}} has no value and is sent as it is`)
      warned = true
    },
  }
  return { used, notes }
}

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

/** Throws a `UsageError` for a template without a field: all prompts would be equal. */
export function checkTemplate(template: string, names: readonly string[]): void {
  if (names.length > 0) return
  const single = /\{\s*([\p{L}\p{N}_. -]+?)\s*\}/u.exec(template)?.[1]
  throw new UsageError(
    '--template has no field, so that all prompts would be equal',
    single === undefined
      ? 'write {{name}} for the field "name" of a row'
      : `write {{${single}}}, not {${single}}`,
  )
}

/** Throws a `UsageError` for variables of `--var` that are used nowhere. */
export function checkVariables(vars: FieldValues, used: ReadonlySet<string>): void {
  const unused = Object.keys(vars).filter((name) => !used.has(name))
  if (unused.length === 0) return
  const braced = unused.map((name) => `{{${name}}}`).join(', ')
  throw new UsageError(
    `--var ${unused.join(', ')}: ${braced} occurs nowhere`,
    'write it in the prompt, the template, the system prompt or a rule, or leave the variable out',
  )
}

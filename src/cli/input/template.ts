import { UsageError } from '../../core/errors.ts'
import type { FieldValues, FillNotes } from '../../config/rules/fill-texts.ts'

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

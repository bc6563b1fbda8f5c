import { UsageError } from '../../core/errors.ts'
import { didYouMean } from '../../util/lookup.ts'

const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g

/** Returns the names of the placeholders, each once. */
export const placeholdersIn = (template: string): string[] => [
  ...new Set([...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)),
]

/** Replaces every `{{name}}`. Throws a `UsageError` for a name without a value. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
  where: string,
): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name]
    if (value === undefined || !Object.hasOwn(values, name)) {
      throw new UsageError(`${where}: {{${name}}} has no value`, didYouMean(name, Object.keys(values)))
    }
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
}

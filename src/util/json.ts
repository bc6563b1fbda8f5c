import { describeJsonFault } from './json-fault.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * Like `JSON.stringify`, but escapes U+2028 and U+2029: they are legal in JSON, but programs that read lines, such as
 * Node's readline, split at them.
 */
export const toJson = (
  value: unknown,
  indent?: number,
  replacer?: (key: string, value: unknown) => unknown,
): string =>
  JSON.stringify(value, replacer, indent)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')

/** Returns the value, or the fault as described by `describeJsonFault`. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: describeJsonFault(text) ?? String(error) }
  }
}

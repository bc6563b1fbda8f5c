import { describeJsonFault } from './json-fault.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * JSON in which only "\n" is a line break: U+2028 and U+2029 are legal in JSON, but readers of lines (Node's
 * readline among them) split at them. `replacer` is that of `JSON.stringify`.
 */
export const toJson = (
  value: unknown,
  indent?: number,
  replacer?: (key: string, value: unknown) => unknown,
): string =>
  JSON.stringify(value, replacer, indent)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')

/** The value, or the fault as `describeJsonFault` words it. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: describeJsonFault(text) ?? String(error) }
  }
}

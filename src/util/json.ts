import { describeJsonFault } from './json/json-fault.ts'
import { describeDeepNesting } from './json/nesting.ts'

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

interface ParsedJson {
  readonly value: unknown
}
interface FaultyJson {
  readonly fault: string
}

/** Returns the value, or the fault as described by `describeJsonFault` or `describeDeepNesting`. */
export function parseJson(text: string): ParsedJson | FaultyJson {
  const parsed = parseDeepJson(text)
  const fault = 'value' in parsed ? describeDeepNesting(parsed.value) : undefined
  return fault === undefined ? parsed : { fault }
}

/** Like `parseJson`, but accepts any depth of nesting. Recursive functions such as `toJson` may fail on the value. */
export function parseDeepJson(text: string): ParsedJson | FaultyJson {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: describeJsonFault(text) ?? String(error) }
  }
}

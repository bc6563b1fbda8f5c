/**
 * JSON in which only "\n" is a line break: U+2028 and U+2029 are legal in JSON, but readers of lines (Node's
 * readline among them) split at them.
 */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')

import { jsonParts } from './parts.ts'

export interface RepeatedKey {
  readonly key: string
  /** The index of its repetition. */
  readonly at: number
}

/**
 * Yields the keys that occur twice in one object of a valid JSON text. `JSON.parse` would keep only the last of their
 * values.
 */
export function* repeatedKeys(json: string): Generator<RepeatedKey> {
  for (const { kind, at, path } of jsonParts(json)) {
    if (kind === 'repeated key') yield { key: String(path.at(-1)?.key), at }
  }
}

/** The keys that `repeatedKeys` yields. Counts the keys of the parsed `value` first, which is faster than reading the text. */
export function findRepeatedKeys(json: string, value: unknown): ReadonlySet<string> {
  // A quote and a colon end each key, and may also occur in a string.
  const isComplete = (json.match(/"\s*:/g) ?? []).length === countKeys(value)
  return new Set(isComplete ? [] : Array.from(repeatedKeys(json), ({ key }) => key))
}

function countKeys(value: unknown): number {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : []
  return parts.reduce((sum: number, part) => sum + countKeys(part), Array.isArray(value) ? 0 : parts.length)
}

/** For example `the key "prompt" occurs twice`; undefined if no key does. */
export function describeRepeatedKey(json: string): string | undefined {
  const [repeated] = repeatedKeys(json)
  return repeated && `the key ${JSON.stringify(repeated.key)} occurs twice`
}

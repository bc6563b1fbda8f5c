/** A string or a punctuation mark. Strings are matched whole, so that the marks in them do not count. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g

export interface RepeatedKey {
  readonly key: string
  /** The index of the colon after its second occurrence. */
  readonly at: number
}

/**
 * Returns a key that occurs twice in one object of a valid JSON text, or undefined. `JSON.parse` would keep only the
 * last of its values.
 */
export function findRepeatedKey(json: string): RepeatedKey | undefined {
  /** The keys of each open object; undefined for an open list. */
  const open: (Set<unknown> | undefined)[] = []
  let before = ''
  for (const { 0: token, index: at } of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      const key: unknown = JSON.parse(before)
      if (keys?.has(key)) return { key: String(key), at }
      keys?.add(key)
    }
    before = token
  }
  return undefined
}

/** For example `the key "prompt" occurs twice`; undefined if no key does. */
export function describeRepeatedKey(json: string): string | undefined {
  const repeated = findRepeatedKey(json)
  return repeated && `the key ${JSON.stringify(repeated.key)} occurs twice`
}

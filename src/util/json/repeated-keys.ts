import { jsonTokens } from './tokens.ts'

export interface RepeatedKey {
  readonly key: string
  /** The index of the colon after the repeated key. */
  readonly at: number
}

/**
 * Yields the keys that occur twice in one object of a valid JSON text. `JSON.parse` would keep only the last of their
 * values.
 */
export function* repeatedKeys(json: string): Generator<RepeatedKey> {
  /** The keys of each open object; undefined for an open list. */
  const open: (Set<string> | undefined)[] = []
  let before = ''
  for (const { token, at } of jsonTokens(json)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      const key = String(JSON.parse(before))
      if (keys?.has(key)) yield { key, at }
      keys?.add(key)
    }
    before = token
  }
}

/** For example `the key "prompt" occurs twice`; undefined if no key does. */
export function describeRepeatedKey(json: string): string | undefined {
  const [repeated] = repeatedKeys(json)
  return repeated && `the key ${JSON.stringify(repeated.key)} occurs twice`
}

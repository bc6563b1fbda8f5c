import { jsonTokens } from './tokens.ts'

/** An object or a list that has not ended yet. */
interface Open {
  readonly at: number
  /** The keys of an object until now; undefined for a list. */
  readonly keys: Set<string> | undefined
  /** The key or the index of the current part. */
  key: string | number
}

interface JsonPart {
  readonly kind: 'key' | 'repeated key' | 'value'
  readonly at: number
  /** The index after the part. */
  readonly end: number
  /** What contains the part, outermost first. Changes with the next part. */
  readonly path: readonly Open[]
}

/** Yields the keys and the values of a valid JSON text in the order of their ends. */
export function* jsonParts(json: string): Generator<JsonPart> {
  const path: Open[] = []
  let isKey = false
  for (const { token, at } of jsonTokens(json)) {
    const top = path.at(-1)
    const end = at + token.length
    if (token === '{' || token === '[') {
      isKey = token === '{'
      path.push({ at, keys: isKey ? new Set() : undefined, key: 0 })
    } else if (token === '}' || token === ']') {
      path.pop()
      if (top) yield { kind: 'value', at: top.at, end, path }
    } else if (token === ',') {
      isKey = top?.keys !== undefined
      if (typeof top?.key === 'number') top.key++
    } else if (token === ':') isKey = false
    else if (isKey && top?.keys) {
      top.key = String(JSON.parse(token))
      yield { kind: top.keys.has(top.key) ? 'repeated key' : 'key', at, end, path }
      top.keys.add(top.key)
    } else yield { kind: 'value', at, end, path }
  }
}

/** Finds where each part of a JSON text stands. */
import { jsonTokens } from './tokens.ts'

interface Place {
  readonly at: number
  /** The index after the part. */
  readonly end: number
}

interface Open {
  readonly pointer: string
  readonly at: number
  readonly isObject: boolean
  /** The key or the index of the next part. */
  key: string | number
}

/** Returns the places by JSON pointer (RFC 6901); the text must be JSON. */
export function jsonPlaces(text: string): Map<string, Place> {
  const places = new Map<string, Place>()
  const open: Open[] = []
  const pointerOf = (top: Open | undefined) => (top ? `${top.pointer}${pointerTo(top.key)}` : '')
  let isKey = false
  for (const { token, at } of jsonTokens(text)) {
    const top = open.at(-1)
    const end = at + token.length
    if (token === '{' || token === '[') {
      isKey = token === '{'
      open.push({ pointer: pointerOf(top), at, isObject: isKey, key: 0 })
    } else if (token === '}' || token === ']') {
      open.pop()
      if (top) places.set(top.pointer, { at: top.at, end })
    } else if (token === ',') {
      isKey = top?.isObject ?? false
      if (top && typeof top.key === 'number') top.key++
    } else if (token === ':') isKey = false
    else if (isKey && top) top.key = String(JSON.parse(token))
    else places.set(pointerOf(top), { at, end })
  }
  return places
}

/** Escapes a key for a JSON pointer. */
export const pointerTo = (key: string | number): string =>
  `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`

/** Finds where each part of a JSON text stands. */
import { jsonParts } from './parts.ts'

interface Place {
  readonly at: number
  /** The index after the part. */
  readonly end: number
}

/** Returns the places of the values by JSON pointer (RFC 6901); the text must be JSON. */
export function jsonPlaces(text: string): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { kind, at, end, path } of jsonParts(text)) {
    if (kind === 'value') places.set(path.map(({ key }) => pointerTo(key)).join(''), { at, end })
  }
  return places
}

/** Escapes a key for a JSON pointer. */
export const pointerTo = (key: string | number): string =>
  `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`

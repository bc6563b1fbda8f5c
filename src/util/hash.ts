import { hash } from 'node:crypto'

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/** A hash of 64 bits in hexadecimal, enough to make collisions within one run improbable. */
export const digest = (content: string): string => sha256(content).slice(0, 16)

export const isDigest = (text: string): boolean => /^[0-9a-f]{16}$/.test(text)

/** The FNV-1a hash of the UTF-16 units of a short text, a number from 0 to 2 ** 32 - 1. */
export function fnv1a(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

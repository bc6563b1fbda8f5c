import { hash } from 'node:crypto'

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/** A hash of 64 bits in hexadecimal, enough to make collisions within one run improbable. */
export const digest = (content: string): string => sha256(content).slice(0, 16)

export const isDigest = (text: string): boolean => /^[0-9a-f]{16}$/.test(text)

import { hash } from 'node:crypto'

/** A hash of 64 bits in hexadecimal, enough to make collisions within one run improbable. */
export const digest = (content: string): string => hash('sha256', content, 'hex').slice(0, 16)

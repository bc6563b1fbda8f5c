import { sumOf } from './statistics.ts'

/** An approximation that fits most languages. */
export const BYTES_PER_TOKEN = 4

/** Estimates the total tokens of these texts, for use when no provider has counted them. */
export const estimateTokens = (...texts: readonly string[]): number =>
  Math.ceil(sumOf(texts.map((text) => Buffer.byteLength(text))) / BYTES_PER_TOKEN)

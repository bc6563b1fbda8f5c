/** An approximation that fits most languages. */
export const BYTES_PER_TOKEN = 4

/** Estimates the total tokens of these texts, for use when no provider has counted them. */
export const estimateTokens = (...texts: readonly string[]): number =>
  Math.ceil(texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN)

/** About right for most languages, never exact. */
export const BYTES_PER_TOKEN = 4

/** The tokens of all the texts together, if no provider has counted them. */
export const estimateTokens = (...texts: readonly string[]): number =>
  Math.ceil(texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN)

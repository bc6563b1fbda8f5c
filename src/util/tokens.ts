/** For what nobody counted: about right for English, never exact. */
const CHARACTERS_PER_TOKEN = 4

export const estimateTokens = (characters: number): number => Math.ceil(characters / CHARACTERS_PER_TOKEN)

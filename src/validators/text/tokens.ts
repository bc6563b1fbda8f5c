/** A longer run of one kind of letters is counted in pieces: the tokenizer takes the square of a run's length. */
const LONGEST_RUN = 64
const LONG_RUN = RegExp(
  ['[\\p{L}\\p{M}]', '\\s', '[^\\s\\p{L}\\p{M}\\p{N}]'].map((kind) => `${kind}{${LONGEST_RUN}}`).join('|'),
  'gu',
)

/** Counts the tokens of OpenAI's o200k encoding; what looks like a special token is text. */
export async function tokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  const nothing = new Set<string>()
  const count = (text: string) => countTokens(text, { allowedSpecial: nothing, disallowedSpecial: nothing })
  return (text) => {
    let tokens = 0
    let start = 0
    for (const run of text.matchAll(LONG_RUN)) {
      const end = run.index + run[0].length
      tokens += count(text.slice(start, end))
      start = end
    }
    return tokens + count(text.slice(start))
  }
}

/**
 * A longer run of letters, white space or symbols is counted in pieces, since the tokenizer takes quadratic time on a
 * run.
 */
const MAX_RUN_CHARACTERS = 64
const LONG_RUN = RegExp(
  ['[\\p{L}\\p{M}]', '\\s', '[^\\s\\p{L}\\p{M}\\p{N}]']
    .map((kind) => `${kind}{${MAX_RUN_CHARACTERS}}`)
    .join('|'),
  'gu',
)

/** Resolves to a counter of tokens in OpenAI's o200k encoding; special tokens count as ordinary text. */
export async function loadTokenCounter(): Promise<(text: string) => number> {
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

/**
 * The part of an unfinished text whose tokens no continuation can change: the encoding never joins a letter and the
 * white space after it.
 */
export function settledTokens(text: string): string {
  for (let end = text.length - 1; end > 0; end--) {
    if (/\s/.test(text.charAt(end)) && /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, end - 2), end)))
      return text.slice(0, end)
  }
  return ''
}

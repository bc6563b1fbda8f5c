/** Recognises the family of a model: models prefer texts that are like their own. */

const FAMILIES: readonly (readonly [family: string, pattern: RegExp])[] = [
  ['gpt', /^(chat)?gpt|^o\d|^davinci/],
  ['claude', /^claude/],
  ['gemini', /^gem(ini|ma)/],
  ['llama', /llama/],
  ['mistral', /^(mi[nx]i?s?tral|codestral|devstral|magistral|pixtral)|mistral/],
  ['qwen', /^qw(en|q)/],
  ['deepseek', /deepseek/],
]

/** The family of a model named `provider:model`: "llama" for `groq:meta-llama/llama-4-scout`. */
export function modelFamily(name: string): string {
  const colon = name.indexOf(':')
  if (name.slice(0, colon) === 'sim') return 'sim'
  const id = name.slice(colon + 1).toLowerCase()
  const last = id.split('/').at(-1) ?? id
  const known = FAMILIES.find(([, pattern]) => pattern.test(last))
  return known?.[0] ?? /^[a-z]+/.exec(last)?.[0] ?? last
}

/** Recognises the family of a model: models prefer texts that are like their own. */
import { partsOf } from '../../core/ports.ts'

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
  const { owner, id } = partsOf(name)
  if (owner === 'sim') return 'sim'
  const last = id.toLowerCase().split('/').at(-1) ?? ''
  const known = FAMILIES.find(([, pattern]) => pattern.test(last))
  return known?.[0] ?? /^[a-z]+/.exec(last)?.[0] ?? last
}

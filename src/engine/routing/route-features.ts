/** The features of a prompt from which the router predicts whether a model succeeds. */
import { language } from '../../classifiers/language.ts'
import type { Validator } from '../../core/ports.ts'
import type { Prompt } from '../../core/types.ts'

/** A prompt has one feature per bound that it reaches, so prompts of similar length share most of them. */
const WORD_BOUNDS = [8, 16, 32, 64, 128, 256, 512, 1024, 2048]
const MAX_RULES = 8

const WORD = /[\p{L}\p{N}]+/gu
const UNSPACED_LETTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu
/** Approximate letters per word in scripts without spaces. */
const LETTERS_PER_WORD = 2

export async function routeFeatures(
  prompt: Prompt,
  validators: readonly Validator[],
): Promise<readonly string[]> {
  const { text, source, draft, system } = prompt
  const words =
    (text.match(WORD)?.length ?? 0) + (text.match(UNSPACED_LETTERS)?.length ?? 0) / LETTERS_PER_WORD
  const rules = validators.map(({ name }) => name)
  return [
    ...WORD_BOUNDS.filter((bound) => words >= bound).map((bound) => `${bound} words`),
    ...Array.from({ length: Math.min(MAX_RULES, rules.length) }, (_, index) => `${index + 1} rules`),
    ...[...new Set(rules)].map((name) => `rule ${name}`),
    `language ${(await language.create()(text)).label}`,
    ...(source === undefined ? [] : ['source']),
    ...(draft === undefined ? [] : ['draft']),
    ...(system === undefined ? [] : ['system prompt']),
  ]
}

/** Instructions about the language of a text and the case of its letters. */
import * as z from 'zod'
import { classifyLanguage } from '../../classifiers/language.ts'
import { countScripts, LANGUAGES, UNDETERMINED } from '../../classifiers/scripts.ts'
import { amount } from '../../core/phrases/requirement-text.ts'
import { languageName } from '../language/language.ts'
import { countMatches } from '../shared/count.ts'
import type { CheckResult } from '../shared/text-validator.ts'
import { defineInstruction } from './instruction.ts'

/**
 * With less confidence, any language of the script passes: sifaka's detector is undecided, while IFEval's detector
 * usually guesses right.
 */
const MIN_CONFIDENCE = 0.6
/** A shorter ASCII text fails, since IFEval's detector does not recognize the language of one or two English words. */
const MIN_LETTERS = 12

/** As in IFEval, a text whose language cannot be detected passes. */
async function checkLanguage(text: string, code: string): Promise<CheckResult> {
  const { label, confidence } = await classifyLanguage(text)
  if (label === UNDETERMINED) return { score: 1, fact: 'written in a language that cannot be detected' }
  const start = text.slice(0, 1000)
  const letters = countMatches(start, /\p{L}/gu)
  if (/^\p{ASCII}*$/u.test(start) && letters < MIN_LETTERS)
    return { score: 0, fact: `${amount(letters, 'letters')}, too few to detect the language` }
  const isPossible = countScripts(text).languages.includes(code) || !LANGUAGES.includes(code)
  return label === code || (confidence < MIN_CONFIDENCE && isPossible)
    ? { score: 1, fact: `written in ${languageName(code)}` }
    : { score: 1 - confidence, fact: `written in ${languageName(label)}` }
}

/** `name` describes the wanted case, and `wrong` matches the letters that are not in this case. */
function caseInstruction<const Id extends string>(
  id: Id,
  name: string,
  wanted: 'upper' | 'lower',
  wrong: RegExp,
) {
  const requirement = `English, in ${name} letters only`
  const countWrong = (text: string): CheckResult => {
    const count = countMatches(text, wrong)
    const letters = countMatches(text, /[\p{Lowercase}\p{Uppercase}\p{Lt}]/gu)
    if (letters === 0) return { score: 0, fact: 'no letters' }
    return { score: 1 - count / letters, fact: `${count} of ${letters} letters are not ${name}` }
  }
  return defineInstruction({
    id,
    summary: `The text is ${requirement}`,
    arguments: () => ({}),
    rule: () => ({
      requirement,
      duty: `be ${requirement}`,
      async check(text) {
        const result = countWrong(text)
        if (result.score < 1) return result
        const { score, fact } = await checkLanguage(text, 'en')
        return { score, fact: `in ${name} letters, ${fact}` }
      },
      checkPrefix: (text) => (RegExp(wrong, 'u').test(text) ? countWrong(text) : undefined),
      constraints: [
        { kind: 'letters', case: wanted, some: true },
        { kind: 'letters', case: wanted === 'upper' ? 'lower' : 'upper', some: false },
      ],
    }),
  })
}

/** Drops the region of a language code: IFEval's checker uses `zh-cn` and `zh-tw`, sifaka's detector only `zh`. */
const baseOf = (code: string): string => code.split('-')[0] ?? code

export const languages = [
  defineInstruction({
    id: 'language:response_language',
    summary: 'The whole text is in the given language',
    arguments: () => ({
      language: z
        .string()
        .refine((code) => LANGUAGES.includes(baseOf(code)), `must be one of ${LANGUAGES.join(', ')}`)
        .describe('the ISO 639-1 code of the language'),
    }),
    rule({ language: given }) {
      const code = baseOf(given)
      const requirement = `written in ${languageName(code)}`
      return { requirement, duty: `be ${requirement}`, check: (text) => checkLanguage(text, code) }
    },
  }),
  caseInstruction('change_case:english_capital', 'capital', 'upper', /[\p{Lowercase}\p{Lt}]/gu),
  caseInstruction('change_case:english_lowercase', 'small', 'lower', /[\p{Uppercase}\p{Lt}]/gu),
]

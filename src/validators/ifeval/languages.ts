/** Instructions on the language of a text, and on the case of its letters. */
import * as z from 'zod'
import { language, UNDETERMINED } from '../../classifiers/language.ts'
import { LANGUAGES } from '../../classifiers/scripts.ts'
import { countMatches } from '../shared/count.ts'
import { languageName } from '../language/language.ts'
import { isLower, isUpper } from './capitals.ts'
import { instruction, type Finding, type Instruction } from './instruction.ts'

/** Less is a guess between two languages, which the reference's detector decides by luck, mostly right. */
const SURE = 0.6
/** The reference's detector takes a word or two of English for any language. */
const SHORT_LETTERS = 12

const languageRule = (code: string) => ({
  requirement: `written in ${languageName(code)}`,
  duty: `be written in ${languageName(code)}`,
  check: (text: string) => languageFinding(text, code),
})

/** Where no language can be told, the reference counts the instruction as followed. */
async function languageFinding(text: string, code: string): Promise<Finding> {
  const { label, confidence } = await language.classify(text)
  if (label === UNDETERMINED) return { score: 1, fact: 'written in no language that can be told' }
  const letters = countMatches(text.slice(0, 1000), /\p{L}/gu)
  if (/^\p{ASCII}*$/u.test(text.slice(0, 1000)) && letters < SHORT_LETTERS) {
    return { score: 0, fact: `${letters} letters, too few to tell the language` }
  }
  if (label === code || confidence < SURE) return { score: 1, fact: `written in ${languageName(code)}` }
  return { score: 1 - confidence, fact: `written in ${languageName(label)}` }
}

interface Casing {
  readonly id: string
  readonly name: string
  readonly wanted: 'upper' | 'lower'
  readonly wrong: RegExp
  readonly isRight: (text: string) => boolean
}

const cased = ({ id, name, wanted, wrong, isRight }: Casing): Instruction =>
  instruction({
    id,
    summary: `English, in ${name} letters only`,
    arguments: {},
    rule() {
      const find = (text: string): Finding => {
        const count = countMatches(text, wrong)
        const letters = countMatches(text, /[\p{Lowercase}\p{Uppercase}\p{Lt}]/gu)
        const fact = letters === 0 ? 'no letters' : `${count} of ${letters} letters are not ${name}`
        return { score: letters === 0 ? 0 : 1 - count / letters, fact }
      }
      return {
        requirement: `English, in ${name} letters only`,
        duty: `be English, in ${name} letters only`,
        async check(text) {
          if (!isRight(text)) return find(text)
          const { score, fact } = await languageFinding(text, 'en')
          return { score, fact: `in ${name} letters, ${fact}` }
        },
        prefix: (text) => (RegExp(wrong, 'u').test(text) ? find(text) : undefined),
        demands: [
          { kind: 'letters', case: wanted, some: true },
          { kind: 'letters', case: wanted === 'upper' ? 'lower' : 'upper', some: false },
        ],
      }
    },
  })

/** Chinese is `zh-cn` or `zh-tw` to the reference. */
const baseOf = (code: string): string => code.split('-')[0] ?? code

export const languages: readonly Instruction[] = [
  instruction({
    id: 'language:response_language',
    summary: 'The whole text in a language',
    arguments: {
      language: z
        .string()
        .refine((code) => LANGUAGES.includes(baseOf(code)), `expected one of ${LANGUAGES.join(', ')}`)
        .describe('its ISO 639-1 code'),
    },
    rule: ({ language: code }) => languageRule(baseOf(code)),
  }),
  cased({
    id: 'change_case:english_capital',
    name: 'capital',
    wanted: 'upper',
    wrong: /[\p{Lowercase}\p{Lt}]/gu,
    isRight: isUpper,
  }),
  cased({
    id: 'change_case:english_lowercase',
    name: 'small',
    wanted: 'lower',
    wrong: /[\p{Uppercase}\p{Lt}]/gu,
    isRight: isLower,
  }),
]

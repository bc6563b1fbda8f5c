import * as z from 'zod'
import { matchesAny } from '../expressions/matches.ts'
import { compileExceptions, exceptionsOf } from '../expressions/templates.ts'
import { flag, textList, number, type RuleKind } from '../rule.ts'
import { sentenceCase, titleCase, headingWords, type CaseOptions } from '../letter-case.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  match: z.string(),
  style: z.enum(['AP', 'Chicago']).default('AP'),
  exceptions: textList.default([]),
  indicators: textList.default([]),
  threshold: number.default(0.8),
  prefix: z.string().default(''),
  vocab: flag.default(true),
}))

/** The case of each block is that of titles, of sentences, lower, upper, or what an expression describes. */
export const capitalization: RuleKind<typeof options> = {
  name: 'capitalization',
  options,
  create(rule, needs) {
    const exceptions = compileExceptions(rule, needs)
    const isException = (text: string) => matchesAny(exceptions, text)
    const terms = exceptionsOf(rule, needs.vocabulary).flatMap((written) => {
      const expression = needs.compile(written)
      return expression ? [{ written, expression }] : []
    })
    const prefix = rule.prefix === '' ? undefined : needs.compile(rule.prefix)
    const form: CaseOptions = {
      terms,
      prefix,
      indicators: rule.indicators,
      isChicago: rule.style === 'Chicago',
    }
    const isNear = (text: string, expected: string, isSentence: boolean) => {
      const words = headingWords(text, terms)
      const wanted = headingWords(expected, terms)
      const [first = ''] = words
      const isFirstWrong = isSentence && first !== wanted[0] && !isException(first)
      const right = words.filter(
        (word, index) =>
          index >= wanted.length ||
          word === wanted[index] ||
          isException(word) ||
          (!isSentence && word === word.toUpperCase()),
      )
      return words.length === 0 || (!isFirstWrong && right.length / words.length >= (rule.threshold || 0.8))
    }
    const pattern = rule.match.startsWith('$') ? undefined : needs.compile(rule.match)
    const cases: Readonly<Record<string, (text: string) => { expected: string; isRight: boolean }>> = {
      $title(text) {
        const expected = titleCase(text, form)
        return { expected, isRight: isNear(text, expected, false) }
      },
      $sentence(text) {
        const expected = sentenceCase(text, form)
        return { expected, isRight: isNear(text, expected, true) }
      },
      $lower: (text) => ({
        expected: text.toLowerCase(),
        isRight: text === text.toLowerCase() || isException(text),
      }),
      $upper: (text) => ({
        expected: text.toUpperCase(),
        isRight: text === text.toUpperCase() || isException(text),
      }),
    }
    const check = cases[rule.match]
    if (!check && rule.match.startsWith('$')) needs.report(`has the unknown case ${rule.match}`)
    return () =>
      function* ({ text: given }) {
        const text = given.trim()
        const at = given.indexOf(text)
        const place = { at, end: at + text.length }
        if (text === '') return
        if (check) {
          const { expected, isRight } = check(text)
          const replaces = rule.action?.name === 'replace' && !rule.action.params?.length
          if (!isRight)
            yield { ...place, words: [text, expected], ...(replaces && { replacement: expected }) }
        } else if (pattern && !matchesAny(pattern, text) && !isException(text)) {
          yield { ...place, words: [text, rule.match] }
        }
      }
  },
}

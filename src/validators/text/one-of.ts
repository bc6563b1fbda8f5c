import * as z from 'zod'
import type { Constraint } from '../../core/constraints/constraint.ts'
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { endsInWord, startsInWord } from '../../core/constraints/terms.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { UNSPACED_SCRIPTS } from '../../core/constraints/unspaced-scripts.ts'
import {
  caseOption,
  escapeRegExp,
  fixedTextOption,
  joinAlternatives,
  quoteStart,
  toAlternatives,
  startShare,
} from '../shared/fixed-text.ts'
import { settledLetters } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { hasVariantMarks } from '../shared/typography.ts'
import { exactTextConstraints } from '../shared/exact-text.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  answers: fixedTextOption
    .describe('the answers, one of which the text must contain as whole words')
    .meta({ examples: [['yes', 'no']] }),
  only: z
    .boolean()
    .default(false)
    .describe('the text must consist of the answer only; white space is ignored'),
  caseSensitive: caseOption,
}))

export const oneOf: ValidatorDefinition<typeof options> = {
  name: 'one-of',
  summary: 'The text contains one of several fixed answers, or consists of it',
  options,
  create({ answers: given, only, caseSensitive }) {
    const { texts: answers, list, fold, folded } = toAlternatives(given, caseSensitive)
    const patterns = folded.map(wholeAnswer)
    const check = (text: string) => {
      const written = fold(text.trim())
      const found = answers.filter((_, index) =>
        only ? written === folded[index] : patterns[index]?.test(written),
      )
      if (found.length > 0) return { score: 1, fact: `the answer is ${joinAlternatives(found)}` }
      const near = Math.max(...folded.map((answer) => startShare(written, answer)))
      return { score: only ? 0.9 * near : 0, fact: `the text is ${quoteStart(text.trim())}` }
    }
    return createTextValidator({
      name: 'one-of',
      tier: 'instant',
      requirement: `${only ? 'is exactly' : 'contains'} ${list}`,
      duty: `${only ? 'be exactly' : 'contain'} ${list}`,
      constraints: constraintsOfAny(answers, only, caseSensitive),
      check,
      checkPrefix(text) {
        const settled = settledLetters(fold(text.trim()))
        return !only || folded.some((answer) => answer.startsWith(settled)) ? undefined : check(text)
      },
    })
  },
}

const HAS_UNSPACED = RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')

/**
 * Matches the answer as whole words: "no" occurs neither in "know" nor in "no-one", but "Paris" occurs in "Paris's".
 * The number 5 occurs neither in "4.5" nor in "-5". In scripts without spaces, any occurrence counts.
 */
function wholeAnswer(answer: string): RegExp {
  const literal = escapeRegExp(answer)
  if (HAS_UNSPACED.test(answer)) return RegExp(literal, 'u')
  const start = startsInWord(answer) ? String.raw`(?<![\p{L}\p{N}\p{M}]|[\p{L}\p{N}][-'_])` : ''
  const end = endsInWord(answer) ? String.raw`(?![\p{L}\p{N}\p{M}]|[-'_](?!s(?!\p{L}))[\p{L}\p{N}])` : ''
  const isNumber = /^\p{N}+$/u.test(answer)
  const [before, after] = isNumber ? [String.raw`(?<![-−]|\p{N}[.,:])`, String.raw`(?![.,:]\p{N})`] : ['', '']
  return RegExp(before + start + literal + end + after, 'u')
}

function constraintsOfAny(answers: readonly string[], only: boolean, caseSensitive: boolean): Constraint[] {
  const includes = (answer: string): Constraint[] =>
    hasVariantMarks(answer)
      ? []
      : [{ kind: 'includes', term: withPlainMarks(answer.normalize()), caseSensitive, wholeWord: false }]
  const groups = answers.map((answer) =>
    only ? exactTextConstraints(answer, caseSensitive) : includes(answer),
  )
  const edges = answers.some(hasVariantMarks)
    ? []
    : (['begins', 'ends'] as const).map((kind) => ({ kind, anyOf: answers, caseSensitive }))
  return [
    ...(only ? edges : []),
    ...(groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups } as const]),
  ]
}

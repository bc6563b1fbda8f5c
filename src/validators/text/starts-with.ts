import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { caseOption, fixedTextOption, quoteStart, toAlternatives, startShare } from '../shared/fixed-text.ts'
import { mayBeginWith } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { hasVariantMarks } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  text: fixedTextOption.describe(
    'the beginning of the text, or several alternatives; white space is ignored',
  ),
  caseSensitive: caseOption,
}))

export const startsWith: ValidatorDefinition<typeof options> = {
  name: 'starts-with',
  summary: 'The text begins with a fixed text',
  options,
  create({ text: given, caseSensitive }) {
    const { texts, list, fold, folded } = toAlternatives(given, caseSensitive)
    const edge = { anyOf: texts.map(withPlainMarks), caseSensitive }
    const isVariant = texts.some(hasVariantMarks)
    const check = (text: string) => {
      const written = fold(text.trimStart())
      const score = Math.max(...folded.map((opening) => startShare(written, opening)))
      return { score, fact: `begins with ${quoteStart(text.trimStart())}` }
    }
    return createTextValidator({
      name: 'starts-with',
      tier: 'instant',
      requirement: `begins with ${list}`,
      duty: `begin with ${list}`,
      constraints: isVariant ? [] : [{ kind: 'begins', ...edge }],
      constraintsIfFailed: isVariant ? [] : [{ kind: 'begins-not', ...edge }],
      check,
      checkPrefix(text) {
        const written = fold(text.trimStart())
        return folded.some((opening) => mayBeginWith(written, opening)) ? undefined : check(text)
      },
    })
  },
}

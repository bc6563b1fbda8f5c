import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { caseOption, endShare, fixedTextOption, quoteEnd, toAlternatives } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { hasVariantMarks } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  text: fixedTextOption.describe('the end of the text, or several alternatives; white space is ignored'),
  caseSensitive: caseOption,
}))

export const endsWith: ValidatorDefinition<typeof options> = {
  name: 'ends-with',
  summary: 'The text ends with a fixed text',
  options,
  create({ text: given, caseSensitive }) {
    const { texts, list, fold, folded } = toAlternatives(given, caseSensitive)
    const edge = { anyOf: texts.map(withPlainMarks), caseSensitive }
    const isVariant = texts.some(hasVariantMarks)
    return createTextValidator({
      name: 'ends-with',
      tier: 'instant',
      requirement: `ends with ${list}`,
      duty: `end with ${list}`,
      constraints: isVariant ? [] : [{ kind: 'ends', ...edge }],
      constraintsIfFailed: isVariant ? [] : [{ kind: 'ends-not', ...edge }],
      check(text) {
        const written = fold(text.trimEnd())
        const score = Math.max(...folded.map((ending) => endShare(written, ending)))
        return { score, fact: `ends with ${quoteEnd(text.trimEnd())}` }
      },
    })
  },
}

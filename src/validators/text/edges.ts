/** Validators for fixed texts at the beginning and at the end. */
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import {
  caseOption,
  endShare,
  fixedTextOption,
  quoteEnd,
  quoteStart,
  startShare,
  toAlternatives,
} from '../shared/fixed-text.ts'
import { mayBeginWith } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { hasVariantMarks } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const optionsFor = (edge: 'beginning' | 'end') =>
  lazyStrictObject(() => ({
    text: fixedTextOption
      .describe(`the ${edge} of the text, or several alternatives; white space is ignored`)
      .meta({ examples: [edge === 'beginning' ? 'Dear customer' : 'Kind regards'] }),
    caseSensitive: caseOption,
  }))
type EdgeOptions = ReturnType<typeof optionsFor>

const VERBS = { begins: 'begin', ends: 'end' }

function edgeValidator(
  name: string,
  kind: 'begins' | 'ends',
  options: EdgeOptions,
): ValidatorDefinition<EdgeOptions> {
  const [trim, shareOf, quote] =
    kind === 'begins'
      ? [(text: string) => text.trimStart(), startShare, quoteStart]
      : [(text: string) => text.trimEnd(), endShare, quoteEnd]
  return {
    name,
    summary: `The text ${kind} with a fixed text`,
    options,
    create({ text: given, caseSensitive }) {
      const { texts, list, fold, folded } = toAlternatives(given, caseSensitive)
      const edge = { anyOf: texts.map(withPlainMarks), caseSensitive }
      const isVariant = texts.some(hasVariantMarks)
      const check = (text: string) => {
        const written = fold(trim(text))
        const score = Math.max(...folded.map((wanted) => shareOf(written, wanted)))
        return { score, fact: `${kind} with ${quote(trim(text))}` }
      }
      const checkStart = (text: string) => {
        const written = fold(trim(text))
        return folded.some((opening) => mayBeginWith(written, opening)) ? undefined : check(text)
      }
      return createTextValidator({
        name,
        tier: 'instant',
        requirement: `${kind} with ${list}`,
        duty: `${VERBS[kind]} with ${list}`,
        constraints: isVariant ? [] : [{ kind, ...edge }],
        constraintsIfFailed: isVariant ? [] : [{ kind: `${kind}-not`, ...edge }],
        check,
        checkPrefix: kind === 'begins' ? checkStart : undefined,
      })
    },
  }
}

export const startsWith = edgeValidator('starts-with', 'begins', optionsFor('beginning'))
export const endsWith = edgeValidator('ends-with', 'ends', optionsFor('end'))

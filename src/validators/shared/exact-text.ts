import { UNSPACED_SCRIPTS } from '../../core/constraints/unspaced-scripts.ts'
import type { Constraint } from '../../core/constraints/constraint.ts'
import { countWithin } from '../../core/constraints/bounds.ts'
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { foldAllCases, minCharacters } from '../../core/constraints/terms.ts'
import { hasVariantMarks } from './typography.ts'

/** The characters without which a text cannot contain the elements that are counted in these units. */
const NEEDED: readonly (readonly [unit: string, characters: RegExp])[] = [
  ['headings', /[#=-]/],
  ['headings with #', /#/],
  ['bullets', /[-*+]/],
  ['bulleted lines', /[-*+•]/],
  ['numbered items', /\d/],
  ['highlights', /\*/],
  ['placeholders', /\[/],
  ['numbers', /\p{N}/u],
  ['titles', /[#<]/],
]

const HAS_UNSPACED = RegExp(`[${UNSPACED_SCRIPTS}]`, 'u')
/** A text may end with a line end or two, although more white space is ignored as well. */
const MAX_LINE_ENDS = 2

/** Constraints on a text that consists of the given text, apart from typography and the white space around it. */
export function exactTextConstraints(given: string, caseSensitive: boolean): Constraint[] {
  const text = withPlainMarks(given.normalize())
  const longest = [...(caseSensitive ? text : foldAllCases(text)).normalize('NFD')].length
  const words = text.match(/\S+/g)?.length ?? 0
  const edges = (['begins', 'ends'] as const).map((kind) => ({ kind, anyOf: [text], caseSensitive }))
  return [
    { kind: 'text', text },
    ...(hasVariantMarks(given) ? [] : edges),
    countWithin('characters', { min: minCharacters(text, caseSensitive), max: longest + MAX_LINE_ENDS }),
    // In scripts without spaces, a word has at least one character.
    countWithin('words', { min: words, max: HAS_UNSPACED.test(text) ? longest : words }),
    ...NEEDED.flatMap(([unit, characters]) => (characters.test(text) ? [] : countWithin(unit, { max: 0 }))),
  ]
}

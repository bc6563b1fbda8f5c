import { countWithin, occursAtLeast } from '../../../core/constraints/bounds.ts'
import { sumOf } from '../../../util/statistics.ts'
import type { Constraint } from '../../../core/constraints/constraint.ts'
import { readRange } from '../../shared/range-option.ts'
import { withPlainMarks } from '../../../core/constraints/plain-marks.ts'
import { hasVariantMarks, toComparable } from '../../shared/typography.ts'

/** A count or a range of counts, such as `3..5`. */
type RangeSetting = number | string | undefined

type CountedElement =
  'headings' | 'sections' | 'paragraphs' | 'bullets' | 'numbered' | 'highlights' | 'placeholders' | 'parts'

interface WantedElements extends Partial<Record<CountedElement, RangeSetting>> {
  readonly title: boolean
  readonly sectionWord: string
  readonly separator?: string | undefined
  readonly firstWord?: string | undefined
  readonly paragraph: number
  readonly partSeparator: string
  readonly postscript: boolean | string
}

/** What holds for every text that has the wanted elements. */
export function structureConstraints(given: WantedElements): Constraint[] {
  const { headings, bullets, numbered, highlights, placeholders } = given
  const lists = [headings, bullets, numbered].map(minOf)
  return [
    ...countOf('headings with #', headings),
    occurs('#', minOf(headings)),
    ...countOf('bulleted lines', bullets),
    ...countOf('numbered items', numbered),
    atLeast('headings and list items', sumOf(lists)),
    ...countOf('highlights', highlights),
    occurs('*', 2 * minOf(highlights)),
    ...countOf('placeholders', placeholders),
    ...['[', ']'].map((mark) => occurs(mark, minOf(placeholders))),
    ...titleOf(given),
    ...sectionsOf(given),
    ...paragraphsOf(given),
    ...partsOf(given),
    atLeast('characters', minMarkerLength(given.postscript)),
  ]
}

const minOf = (setting: RangeSetting): number => (setting === undefined ? 0 : (readRange(setting).min ?? 0))

const countOf = (unit: string, setting: RangeSetting): Constraint[] =>
  setting === undefined ? [] : [countWithin(unit, readRange(setting))]

const atLeast = (unit: string, min: number): Constraint => countWithin(unit, { min })

const occurs = (term: string, min: number): Constraint => occursAtLeast(term, min, false)

/**
 * A title is a level-1 heading or `<<Title>>`. Only one `<` and one `>` are demanded, since a combining character after
 * a mark would make it another character.
 */
const titleOf = ({ title }: WantedElements): Constraint[] =>
  title
    ? [
        atLeast('titles', 1),
        {
          kind: 'some',
          min: 1,
          groups: [
            [occurs('<', 1), occurs('>', 1), atLeast('characters', 5)],
            [atLeast('headings with #', 1)],
          ],
        },
      ]
    : []

/** The length of a postscript's marker without its dots and spaces, which a text may leave out. */
const minMarkerLength = (postscript: boolean | string): number =>
  postscript === false ? 0 : [...(postscript === true ? 'PS' : postscript).replace(/[.\s]/g, '')].length

function sectionsOf({ sections, sectionWord }: WantedElements): Constraint[] {
  if (sections === undefined) return []
  const word = sectionWord.trim()
  return [
    ...countOf(`sections that begin with "${word.toLowerCase()}"`, sections),
    ...(/^[!-~]+$/.test(word) ? [occurs(word, minOf(sections))] : []),
  ]
}

function paragraphsOf({ paragraphs, separator, firstWord, paragraph }: WantedElements): Constraint[] {
  const unit = separator === undefined ? 'paragraphs' : `paragraphs separated by ${separator}`
  const place = `first word of paragraph ${paragraph}${separator === undefined ? '' : ` (separated by ${separator})`}`
  return [
    ...countOf(unit, paragraphs),
    ...(firstWord === undefined
      ? []
      : [
          atLeast(unit, paragraph),
          { kind: 'label', name: place, anyOf: [toComparable(firstWord, false)], from: 1 } as const,
          ...firstWordOf(firstWord, separator === undefined && paragraph === 1),
        ]),
    ...separatedBy(separator, Math.max(minOf(paragraphs), firstWord === undefined ? 0 : paragraph)),
  ]
}

function firstWordOf(firstWord: string, isOfText: boolean): Constraint[] {
  if (hasVariantMarks(firstWord)) return []
  const term = withPlainMarks(firstWord.normalize())
  return isOfText
    ? [{ kind: 'begins', anyOf: [term], caseSensitive: false, isFirstWord: true }]
    : [occurs(term, 1)]
}

const partsOf = ({ parts, partSeparator }: WantedElements): Constraint[] => [
  ...countOf(`parts separated by ${partSeparator}`, parts),
  ...separatedBy(partSeparator, minOf(parts)),
]

/** The marks that neither case, typography nor combining characters change. */
const STABLE_MARKS = /^[!#$%&*+,/:;?@^_|~]+$/

/** The separators between `count` pieces. */
const separatedBy = (separator: string | undefined, count: number): Constraint[] =>
  separator !== undefined && STABLE_MARKS.test(separator) ? [occurs(separator, Math.max(0, count - 1))] : []

import { countWithin } from '../../core/constraints/bounds.ts'
import { amount, LEADING_TITLE, rangeText } from '../../core/phrases/requirement-text.ts'
import type { Validator } from '../../core/ports.ts'
import { nearness } from '../shared/count.ts'
import { createTextValidator, lineFaultCheck, type Fault } from '../shared/text-validator.ts'
import { findMarkdownFaults } from './markdown-faults.ts'
import { isBullet, isHeading, markdownParser, parseMarkdown } from './markdown-parser.ts'
import { MAX_LINTED_CHARACTERS } from './markdown-rules.ts'

const PARTLY_LINTED = `valid Markdown (rules of style: in the first ${MAX_LINTED_CHARACTERS} characters)`

interface Counts {
  readonly minHeadings?: number | undefined
  readonly maxHeadings?: number | undefined
  readonly minBullets?: number | undefined
  readonly maxBullets?: number | undefined
  readonly requireTitle: boolean
  readonly MD001?: boolean | undefined
}

/** Used by the validators `markdown` and `format`; only the former has rules of style. */
export async function createMarkdownValidator(
  name: string,
  { minHeadings, maxHeadings, minBullets, maxBullets, requireTitle, MD001 = true }: Counts,
  findRuleFaults: (text: string) => readonly Fault[] = () => [],
): Promise<Validator> {
  const parser = await markdownParser()
  const counts = [
    { unit: 'headings', min: minHeadings, max: maxHeadings, isCounted: isHeading },
    { unit: 'bullets', min: minBullets, max: maxBullets, isCounted: isBullet },
  ]
  const bounded = counts.filter(({ min, max }) => (min ?? max) !== undefined)
  const extras = [
    ...(requireTitle ? [`a ${LEADING_TITLE}`] : []),
    ...bounded.map((each) => rangeText(each, each.unit)),
  ]
  const requirement = extras.length === 0 ? 'valid Markdown' : `valid Markdown with ${extras.join(' and ')}`
  return createTextValidator({
    name,
    tier: 'local',
    requirement,
    constraints: [
      ...counts.map(({ unit, min = 0, max }) =>
        countWithin(unit, { min: unit === 'headings' && requireTitle ? Math.max(min, 1) : min, max }),
      ),
      // As a rule, each bullet is a line. Exceptions, such as "- - a" and "• a", are conceivable, but not wanted.
      countWithin('bulleted lines', { min: minBullets, max: maxBullets }),
    ],
    check(text) {
      const tokens = parseMarkdown(parser, text)
      const [first] = tokens
      const hasTitle = first?.type === 'heading_open' && first.tag === 'h1'
      const title = { score: hasTitle ? 1 : 0, fact: `${hasTitle ? 'a' : 'no'} ${LEADING_TITLE}` }
      return [
        {
          ...lineFaultCheck(
            [
              ...findMarkdownFaults(tokens, text).filter(({ rule }) => MD001 || rule !== 'MD001'),
              ...findRuleFaults(text.slice(0, MAX_LINTED_CHARACTERS)),
            ],
            text.length > MAX_LINTED_CHARACTERS ? PARTLY_LINTED : 'valid Markdown',
            text,
          ),
          duty: 'be valid Markdown',
        },
        ...(requireTitle ? [{ ...title, duty: '' }] : []),
        ...bounded.map(({ unit, isCounted, ...range }) => {
          const measured = tokens.filter(isCounted).length
          const duty = `be ${rangeText(range, unit)}`
          return { score: nearness(measured, range), fact: amount(measured, unit), duty }
        }),
      ]
    },
  })
}

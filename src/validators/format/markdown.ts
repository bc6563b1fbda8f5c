import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { amount, LEADING_TITLE, rangeText } from '../../core/phrases/requirement-text.ts'
import type { Validator } from '../../core/ports.ts'
import { nearness, ordered } from '../shared/count.ts'
import { createTextValidator, lineFaultCheck, type Fault } from '../shared/text-validator.ts'
import { findMarkdownFaults } from './markdown-faults.ts'
import { loadMarkdownRules, MAX_LINTED_CHARACTERS, ruleOptions } from './markdown-rules.ts'
import { isBullet, isHeading, markdownParser, parseMarkdown } from './markdown-parser.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const count = z.int().min(0).max(100_000).optional()

const options = lazyStrictObject(() => ({
  minHeadings: count.describe('minimum number of headings'),
  maxHeadings: count.describe('maximum number of headings'),
  minBullets: count.describe('minimum number of items of bullet lists, including nested ones'),
  maxBullets: count.describe('maximum number of items of bullet lists, including nested ones'),
  requireTitle: z.boolean().default(false).describe('the text must begin with a level-1 heading'),
  ...ruleOptions(),
}))
  .refine(...ordered('minHeadings', 'maxHeadings'))
  .refine(...ordered('minBullets', 'maxBullets'))

export const markdown: ValidatorDefinition<typeof options> = {
  name: 'markdown',
  summary: 'The text is Markdown without broken fences, links or tables, and obeys rules of markdownlint',
  options,
  create: async (given) => createMarkdownValidator('markdown', given, await loadMarkdownRules(given)),
}

const PARTLY_LINTED = `valid Markdown (rules of style: in the first ${MAX_LINTED_CHARACTERS} characters)`

type Counts = Pick<
  z.output<typeof options>,
  'minHeadings' | 'maxHeadings' | 'minBullets' | 'maxBullets' | 'requireTitle'
> & { readonly MD001?: boolean | undefined }

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
      ...counts.map(({ unit, min = 0, max = Infinity }) => ({
        kind: 'count' as const,
        unit,
        min: unit === 'headings' && requireTitle ? Math.max(min, 1) : min,
        max,
      })),
      // As a rule, each bullet is a line. Exceptions, such as "- - a" and "• a", are conceivable, but not wanted.
      { kind: 'count', unit: 'bulleted lines', min: minBullets ?? 0, max: maxBullets ?? Infinity },
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

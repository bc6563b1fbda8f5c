import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, isOrdered, nearness, rangeText } from '../shared/count.ts'
import { findMarkdownFaults } from './markdown-faults.ts'
import { isBullet, isHeading, markdownParser, parseMarkdown } from './markdown-parser.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { listed, verdict, type Check } from '../shared/verdict.ts'

const count = z.int().min(0).max(100_000).optional()

const options = z
  .strictObject({
    minHeadings: count.describe('the fewest headings'),
    maxHeadings: count.describe('the most headings'),
    minBullets: count.describe('the fewest items of bullet lists, nested ones included'),
    maxBullets: count.describe('the most items of bullet lists, nested ones included'),
    requireTitle: z.boolean().default(false).describe('the text must begin with a level-1 heading'),
  })
  .refine(({ minHeadings: min, maxHeadings: max }) => isOrdered({ min, max }), {
    path: ['maxHeadings'],
    message: 'expected maxHeadings to be at least minHeadings',
  })
  .refine(({ minBullets: min, maxBullets: max }) => isOrdered({ min, max }), {
    path: ['maxBullets'],
    message: 'expected maxBullets to be at least minBullets',
  })

const TITLE = 'level-1 heading at the start'

export const markdown: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'markdown',
  summary: 'The text is Markdown without broken fences, links, tables or heading levels',
  options,
  async create({ minHeadings, maxHeadings, minBullets, maxBullets, requireTitle }) {
    const parser = await markdownParser()
    const counts = [
      { unit: 'headings', range: { min: minHeadings, max: maxHeadings }, counted: isHeading },
      { unit: 'bullets', range: { min: minBullets, max: maxBullets }, counted: isBullet },
    ].filter(({ range }) => (range.min ?? range.max) !== undefined)
    const extras = [
      ...(requireTitle ? [`a ${TITLE}`] : []),
      ...counts.map(({ range, unit }) => rangeText(range, unit)),
    ]
    const requirement = extras.length === 0 ? 'valid Markdown' : `valid Markdown with ${extras.join(' and ')}`
    return {
      name: 'markdown',
      tier: 'local',
      requirement,
      demands: demandsOf(
        { headings: Math.max(minHeadings ?? 0, requireTitle ? 1 : 0), bullets: minBullets ?? 0 },
        { headings: maxHeadings, bullets: maxBullets },
      ),
      validate({ text }) {
        const tokens = parseMarkdown(parser, text)
        const faults = findMarkdownFaults(tokens, text)
        const checks: Check[] = [
          {
            score: 1 / (1 + faults.length),
            fact: listed(faults) || 'valid Markdown',
            duty: 'be valid Markdown',
          },
        ]
        if (requireTitle) {
          const titled = tokens[0]?.type === 'heading_open' && tokens[0].tag === 'h1'
          checks.push({
            score: titled ? 1 : 0,
            fact: titled ? `a ${TITLE}` : `no ${TITLE}`,
            duty: `have a ${TITLE}`,
          })
        }
        for (const { unit, range, counted } of counts) {
          const found = tokens.filter(counted).length
          checks.push({
            score: nearness(found, range),
            fact: amount(found, unit),
            duty: `be ${rangeText(range, unit)}`,
          })
        }
        return verdict('markdown', requirement, checks)
      },
    }
  },
}

const demandsOf = (
  min: Readonly<Record<'headings' | 'bullets', number>>,
  max: Readonly<Record<'headings' | 'bullets', number | undefined>>,
): Demand[] =>
  (['headings', 'bullets'] as const).map((unit) => ({
    kind: 'count',
    unit,
    min: min[unit],
    max: max[unit] ?? Infinity,
  }))

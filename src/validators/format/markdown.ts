import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { ordered } from '../shared/count.ts'
import { loadMarkdownRules, ruleOptions } from './markdown-rules.ts'
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
  async create(given) {
    const { createMarkdownValidator } = await import('./markdown-validator.ts')
    return createMarkdownValidator('markdown', given, await loadMarkdownRules(given))
  },
}

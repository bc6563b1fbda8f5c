import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Prompt } from '../../core/types.ts'
import { boundsText, nearness, ordered } from '../shared/count.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { measureSimilarity, SIMILARITY_MEASURES } from './similarity-measures.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const share = z.number().min(0).max(1).optional()

const options = lazyStrictObject(() => ({
  source: nonBlankString.optional().describe('the text to compare with'),
  to: z
    .enum(['prompt', 'draft'])
    .optional()
    .describe('compare with the prompt, or with the draft that the prompt supplies, instead of a source'),
  min: share.describe('minimum similarity, from 0 to 1'),
  max: share.describe('maximum similarity, from 0 to 1'),
  measure: z
    .enum(SIMILARITY_MEASURES)
    .default('words')
    .describe(
      'words (how often each word and pair of words occurs), copied (the share of the text that is taken from the ' +
        'source in runs of five words) or characters (the share without edits; up to 5,000 characters)',
    ),
}))
  .refine(({ source, to }) => (source === undefined) !== (to === undefined), 'needs either source or to')
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both')
  .refine(...ordered('min', 'max'))

const FACT = {
  words: 'similarity',
  copied: 'share of copied text',
  characters: 'share of unedited characters',
} as const

export const similarity: ValidatorDefinition<typeof options> = {
  name: 'similarity',
  summary: 'The text is similar to, or different from, a given text, the prompt or the supplied draft',
  options,
  create({ source, to = 'source', measure, ...range }) {
    const bounds = boundsText(range)
    const subject = `${FACT[measure]} with the ${to}`
    return createTextValidator({
      name: 'similarity',
      tier: 'local',
      readsPrompt: source === undefined,
      requirement: `${subject} ${bounds}`,
      duty: `be ${bounds}`,
      constraints: [{ kind: 'measure', name: subject, to: source, min: range.min ?? 0, max: range.max ?? 1 }],
      check(text, { prompt }) {
        const exact = measureSimilarity[measure](text, source ?? referenceOf(prompt, to))
        const measured = Math.round(exact * 100) / 100
        return { score: nearness(exact, range), fact: `${subject} ${measured}`, measured }
      },
    })
  },
}

function referenceOf({ text, draft }: Prompt, to: string): string {
  if (to === 'prompt') return text
  if (draft !== undefined) return draft
  throw new SifakaError('no-draft', 'the prompt supplies no draft to compare the text with', {
    hint: 'supply a draft with --draft or in the row, or set the option `to` to prompt, or name a source',
  })
}

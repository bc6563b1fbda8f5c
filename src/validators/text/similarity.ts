import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import type { Definition, Draft, Validator } from '../../core/ports.ts'
import { boundsText, isOrdered, nearness } from '../shared/count.ts'
import { likeness, MEASURES } from './likeness.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'

const share = z.number().min(0).max(1).optional()

const options = z
  .strictObject({
    source: z.string().regex(/\S/, 'expected a text').optional().describe('the text to compare with'),
    to: z
      .enum(['prompt', 'draft'])
      .optional()
      .describe('compare with the prompt, or with the draft that came with it, instead of a source'),
    min: share.describe('the least likeness, of 0 to 1'),
    max: share.describe('the most likeness, of 0 to 1'),
    measure: z
      .enum(MEASURES)
      .default('words')
      .describe(
        'words (their counts and pairs), copied (the share of the text that stands in the source, in runs of five ' +
          'words) or characters (the share that no edit touches, up to 5,000)',
      ),
  })
  .refine(({ source, to }) => (source === undefined) !== (to === undefined), 'expected either source or to')
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'expected min, max or both')
  .refine(isOrdered, { path: ['max'], message: 'expected max to be at least min' })

const FACT = {
  words: 'likeness',
  copied: 'share of copied text',
  characters: 'share of unedited characters',
} as const

export const similarity: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'similarity',
  summary: 'The text is near to a source, the prompt or the draft, or far enough from it',
  options,
  create({ source, to = 'source', measure, ...range }) {
    const bounds = boundsText(range)
    const requirement = `${FACT[measure]} with the ${to} ${bounds}`
    return {
      name: 'similarity',
      tier: 'local',
      requirement,
      validate(draft) {
        const measured = likeness[measure](draft.text, source ?? referenceOf(draft, to))
        const check = {
          score: nearness(measured, range),
          fact: `${FACT[measure]} with the ${to} ${twoDigits(measured)}`,
          duty: `be ${bounds}`,
        }
        return { ...verdict('similarity', requirement, [check]), measured: twoDigits(measured) }
      },
    }
  },
}

function referenceOf({ prompt }: Draft, to: string): string {
  if (to === 'prompt') return prompt.text
  if (prompt.draft !== undefined) return prompt.draft
  throw new SifakaError('no-draft', 'there is no draft to compare the text with', {
    hint: 'give the prompt a draft, or compare with a source or the prompt',
  })
}

const twoDigits = (value: number): number => Math.round(value * 100) / 100

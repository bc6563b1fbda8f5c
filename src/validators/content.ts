import * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { occurrences, type Term } from '../core/terms.ts'
import type { ValidatorNeeds } from './needs.ts'
import { verdict, type Check } from './verdict.ts'

const terms = z.array(z.string().regex(/\S/, 'expected a term, not white space')).min(1).max(1000).optional()

const options = z
  .strictObject({
    required: terms.describe('terms that the text must contain'),
    forbidden: terms.describe('terms that the text must not contain'),
    atLeast: z.int().min(1).optional().describe('how many of the required terms are enough; default: all'),
    caseSensitive: z.boolean().default(false).describe('tell capital from small letters'),
    wholeWord: z.boolean().default(false).describe('find whole words only: no "art" in "party"'),
  })
  .refine(({ required, forbidden }) => required ?? forbidden, 'expected required, forbidden or both')
  .refine(({ required = [], atLeast = 0 }) => atLeast <= required.length, {
    path: ['atLeast'],
    message: 'expected no more than there are required terms',
  })

export const content: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'content',
  summary: 'The text contains the required terms and none of the forbidden ones',
  options,
  create({ required = [], forbidden = [], atLeast = required.length, caseSensitive, wholeWord }) {
    const all = atLeast === required.length
    const wanted = `${all ? '' : `at least ${atLeast} of `}${quoted(required)}`
    const unwanted = quoted(forbidden)
    const requirement = [
      ...(required.length > 0 ? [`contains ${wanted}`] : []),
      ...(forbidden.length > 0 ? [`does not contain ${unwanted}`] : []),
    ].join('; ')
    // The same letters may be composed or not: é is one code point or two.
    const termOf = (text: string): Term => ({ term: text.normalize(), caseSensitive, wholeWord })
    return {
      name: 'content',
      tier: 'instant',
      requirement,
      demands: [
        ...(all ? required : []).map((text) => ({ kind: 'includes', ...termOf(text) }) as const),
        ...forbidden.map((text) => ({ kind: 'excludes', ...termOf(text) }) as const),
      ],
      validate(draft) {
        const text = draft.text.normalize()
        const contains = (term: string) => occurrences(text, termOf(term)) > 0
        const missing = required.filter((term) => !contains(term))
        const found = forbidden.filter(contains)
        const lacking = Math.max(0, atLeast - (required.length - missing.length))
        const checks: Check[] = []
        if (required.length > 0) {
          const fact = lacking > 0 ? `missing ${quoted(missing)}` : `contains ${wanted}`
          checks.push({ score: 1 - lacking / atLeast, fact, duty: `contain ${wanted}` })
        }
        if (forbidden.length > 0) {
          const fact = found.length > 0 ? `contains ${quoted(found)}` : `does not contain ${unwanted}`
          checks.push({ score: 1 - found.length / forbidden.length, fact, duty: `not contain ${unwanted}` })
        }
        const total = atLeast + forbidden.length
        return { ...verdict('content', requirement, checks), score: (total - lacking - found.length) / total }
      },
    }
  },
}

const quoted = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(', ')

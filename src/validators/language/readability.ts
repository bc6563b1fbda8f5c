import * as z from 'zod'
import { countWithin } from '../../core/constraints/bounds.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { isEnglish } from '../../classifiers/english.ts'
import { loadReadability, WORDS_PER_MINUTE } from '../../classifiers/readability.ts'
import { SifakaError } from '../../core/errors.ts'
import { joinParts } from '../../core/phrases/requirement-text.ts'
import { markdownParser, parseMarkdown, proseIn } from '../format/markdown-parser.ts'
import { boundsText, nearness, ordered } from '../shared/count.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const bound = (max: number) => z.number().min(0).max(max).optional()
const readingSpeed = `at ${WORDS_PER_MINUTE} words per minute`

const options = lazyStrictObject(() => ({
  minEase: bound(121)
    .describe('minimum Flesch reading ease: 60 is plain English, more is easier')
    .meta({ examples: [60] }),
  maxEase: bound(121).describe('maximum Flesch reading ease'),
  minGrade: bound(100).describe('minimum Flesch-Kincaid grade, in years of school'),
  maxGrade: bound(100).describe('maximum Flesch-Kincaid grade: 8 for the general public'),
  minFog: bound(100).describe('minimum Gunning fog index'),
  maxFog: bound(100).describe('maximum Gunning fog index: 12 for most readers'),
  minSeconds: bound(1_000_000).describe(`minimum reading time, ${readingSpeed}`),
  maxSeconds: bound(1_000_000).describe(`maximum reading time, ${readingSpeed}`),
}))
  .refine(
    (bounds) => Object.values(bounds).some((value) => value !== undefined),
    'needs at least one bound, such as maxGrade',
  )
  .refine(...ordered('minEase', 'maxEase'))
  .refine(...ordered('minGrade', 'maxGrade'))
  .refine(...ordered('minFog', 'maxFog'))
  .refine(...ordered('minSeconds', 'maxSeconds'))

/** `option` follows `min` and `max` in the names of the options: `minEase`, `maxEase`. */
const MEASURES = [
  { measure: 'ease', option: 'Ease', title: 'reading ease', unit: '' },
  { measure: 'grade', option: 'Grade', title: 'grade', unit: '' },
  { measure: 'fog', option: 'Fog', title: 'fog index', unit: '' },
  { measure: 'readingSeconds', option: 'Seconds', title: 'reading time', unit: ' seconds' },
] as const

/**
 * The least number of words in a text that takes so long to read. The reading time counts "well-known" as two words and
 * other counts as one, hence the factor.
 */
const minWordsFor = (seconds = 0): number => Math.floor((0.8 * seconds * WORDS_PER_MINUTE) / 60)

export const readabilityValidator: ValidatorDefinition<typeof options> = {
  name: 'readability',
  summary: 'The reading ease, grade, fog index or reading time of an English text is in a range',
  options,
  async create(bounds) {
    const rules = MEASURES.map((each) => {
      const range = { min: bounds[`min${each.option}`], max: bounds[`max${each.option}`] }
      return { ...each, range, limits: `${boundsText(range)}${each.unit}` }
    }).filter(({ range }) => (range.min ?? range.max) !== undefined)
    const [measureText, parser] = await Promise.all([loadReadability(), markdownParser()])
    const requirement = joinParts(rules.map(({ title, limits }) => `${title} ${limits}`))
    return createTextValidator({
      name: 'readability',
      tier: 'local',
      cacheable: true,
      requirement,
      constraints: [
        ...rules.map(({ title, unit, range: { min = 0, max = Infinity } }) => ({
          kind: 'measure' as const,
          name: `${title}${unit && ` in${unit}`}`,
          min,
          max,
        })),
        countWithin('words', { min: minWordsFor(bounds.minSeconds) }),
      ],
      check(text) {
        const prose = proseIn(parseMarkdown(parser, text))
        if (rules.some(({ measure }) => measure !== 'readingSeconds') && !isEnglish(prose))
          throw new SifakaError(
            'not-english',
            'readability is defined for English only, and this text does not seem to be English',
            { hint: 'for other languages, use only minSeconds and maxSeconds' },
          )
        const measures = measureText(prose)
        return rules.map(({ measure, title, unit, range, limits }) => ({
          score: nearness(measures[measure], range),
          fact: `${title} ${Math.round(measures[measure] * 100) / 100}${unit}`,
          duty: `be ${limits}`,
        }))
      },
    })
  },
}

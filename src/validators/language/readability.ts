import * as z from 'zod'
import { isEnglish } from '../../classifiers/english.ts'
import { loadReadability, WORDS_PER_MINUTE, type Readability } from '../../classifiers/readability.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { boundsText, isOrdered, nearness, type Range } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict, type Check } from '../shared/verdict.ts'

const bound = (most: number) => z.number().min(0).max(most).optional()
const reading = `at ${WORDS_PER_MINUTE} words a minute`

const fields = z.strictObject({
  minEase: bound(121).describe('the least Flesch reading ease: 60 is plain English, more is easier'),
  maxEase: bound(121).describe('the most Flesch reading ease'),
  minGrade: bound(100).describe('the least Flesch-Kincaid grade, in years of school'),
  maxGrade: bound(100).describe('the most Flesch-Kincaid grade: 8 for the general public'),
  minFog: bound(100).describe('the least Gunning fog index'),
  maxFog: bound(100).describe('the most Gunning fog index: 12 for most readers'),
  minSeconds: bound(1_000_000).describe(`the shortest reading time, ${reading}`),
  maxSeconds: bound(1_000_000).describe(`the longest reading time, ${reading}`),
})

const ordered = (name: string) => ({
  path: [`max${name}`],
  message: `expected max${name} to be at least min${name}`,
})

const options = fields
  .refine(
    (bounds) => Object.values(bounds).some((value) => value !== undefined),
    'expected at least one bound, such as maxGrade',
  )
  .refine(({ minEase: min, maxEase: max }) => isOrdered({ min, max }), ordered('Ease'))
  .refine(({ minGrade: min, maxGrade: max }) => isOrdered({ min, max }), ordered('Grade'))
  .refine(({ minFog: min, maxFog: max }) => isOrdered({ min, max }), ordered('Fog'))
  .refine(({ minSeconds: min, maxSeconds: max }) => isOrdered({ min, max }), ordered('Seconds'))

interface Rule {
  readonly measure: keyof Readability
  readonly title: string
  readonly unit: string
  readonly range: Range
}

export const readability: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'readability',
  summary: 'An English text is as easy to read, or as quick, as asked: Flesch, Flesch-Kincaid, Gunning fog',
  options,
  async create(bounds) {
    const rules = rulesOf(bounds)
    const measure = await loadReadability()
    const requirement = rules
      .map(({ title, unit, range }) => `${title} ${boundsText(range)}${unit}`)
      .join('; ')
    return {
      name: 'readability',
      tier: 'local',
      requirement,
      validate({ text }) {
        const onlyTime = rules.every((rule) => rule.measure === 'readingSeconds')
        if (!onlyTime && !isEnglish(text)) throw notEnglish()
        const measures = measure(text)
        const checks = rules.map(({ measure: name, title, unit, range }): Check => {
          const value = measures[name]
          const fact = `${title} ${rounded(value)}${unit}`
          return { score: nearness(value, range), fact, duty: `be ${boundsText(range)}${unit}` }
        })
        return verdict('readability', requirement, checks)
      },
    }
  },
}

const rulesOf = (bounds: z.infer<typeof options>): readonly Rule[] =>
  (
    [
      {
        measure: 'ease',
        title: 'reading ease',
        unit: '',
        range: { min: bounds.minEase, max: bounds.maxEase },
      },
      { measure: 'grade', title: 'grade', unit: '', range: { min: bounds.minGrade, max: bounds.maxGrade } },
      { measure: 'fog', title: 'fog index', unit: '', range: { min: bounds.minFog, max: bounds.maxFog } },
      {
        measure: 'readingSeconds',
        title: 'reading time',
        unit: ' seconds',
        range: { min: bounds.minSeconds, max: bounds.maxSeconds },
      },
    ] as const
  ).filter(({ range }) => (range.min ?? range.max) !== undefined)

const notEnglish = () =>
  new SifakaError(
    'not-english',
    'readability is measured for English only, and this text does not read like it',
    {
      hint: 'leave the rule out for other languages, or bound minSeconds and maxSeconds only',
    },
  )

const rounded = (value: number): number => Math.round(value * 100) / 100

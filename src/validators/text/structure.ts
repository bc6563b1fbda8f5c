import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, nearness, rangeText } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { paragraphsOf } from './paragraphs.ts'
import { rangeOption, readRange } from '../shared/range-option.ts'
import { settledLines } from '../shared/settled.ts'
import * as parts from './structure-parts.ts'
import { verdict, type Check } from '../shared/verdict.ts'

const FORM = '3, 3.., ..5 or 3..5'
const mark = z.string().regex(/\S/, 'expected more than white space')

const settings = {
  sectionWord: mark.default('Section').describe('the word that opens a section, before its number'),
  separator: mark.optional().describe('what stands between paragraphs, such as ***; default: a blank line'),
  paragraph: z.int().min(1).max(100_000).default(1).describe('the paragraph that must begin with firstWord'),
  partSeparator: mark.default('******').describe('what stands between parts'),
}

const options = z
  .strictObject({
    title: z.boolean().default(false).describe('a title: <<like this>> or a level-1 heading'),
    headings: rangeOption.describe(`how many Markdown headings: ${FORM}`),
    sections: rangeOption.describe(`how many sections that begin with a word and a number: ${FORM}`),
    paragraphs: rangeOption.describe(`how many paragraphs: ${FORM}`),
    firstWord: mark.optional().describe('the word that a paragraph begins with'),
    bullets: rangeOption.describe(`how many bullets: ${FORM}`),
    numbered: rangeOption.describe(`how many numbered items: ${FORM}`),
    highlights: rangeOption.describe(`how many passages *highlighted* or **highlighted**: ${FORM}`),
    placeholders: rangeOption.describe(`how many placeholders such as [name]: ${FORM}`),
    parts: rangeOption.describe(`how many parts between separators, none of them empty: ${FORM}`),
    distinct: z.boolean().default(false).describe('no two parts may be the same'),
    postscript: z
      .union([z.boolean(), mark])
      .default(false)
      .describe('a postscript, with P.S. or a marker of its own'),
    ...settings,
  })
  .refine(
    (given) =>
      Object.entries(given).some(
        ([key, value]) => !(key in settings) && value !== undefined && value !== false,
      ),
    'expected something to look for, such as bullets=3',
  )
  .refine(({ distinct, parts: given }) => !distinct || given !== undefined, {
    path: ['parts'],
    message: 'expected how many parts must be distinct',
  })

type Options = z.output<typeof options>

interface Written {
  readonly text: string
  /** Those of its lines that hold prose. */
  readonly lines: readonly string[]
}

/** One thing that is looked for. */
interface Rule {
  readonly requirement: string
  readonly check: (written: Written) => Check
  /** Has too many of what only grows while the text does. */
  readonly exceeds?: (written: Written) => boolean
}

interface Counted {
  readonly unit: string
  readonly given: number | string | undefined
  /** What else is told of the unit: which separator, which form. */
  readonly form?: string
  readonly count: (written: Written) => number
}

const countedIn = (given: Options): readonly Counted[] => [
  { unit: 'headings', given: given.headings, count: ({ lines }) => parts.countHeadings(lines) },
  {
    unit: 'sections',
    given: given.sections,
    form: ` that begin with "${given.sectionWord} 1" and so on`,
    count: ({ lines }) => parts.countSections(lines, given.sectionWord),
  },
  {
    unit: 'paragraphs',
    given: given.paragraphs,
    form: given.separator === undefined ? ' separated by blank lines' : ` separated by ${given.separator}`,
    count: ({ text }) => paragraphsOf(text, given.separator).length,
  },
  { unit: 'bullets', given: given.bullets, count: ({ lines }) => parts.countBullets(lines) },
  { unit: 'numbered items', given: given.numbered, count: ({ lines }) => parts.countNumbered(lines) },
  {
    unit: 'highlights',
    given: given.highlights,
    form: ' such as *this*',
    count: ({ lines }) => parts.countHighlights(lines),
  },
  {
    unit: 'placeholders',
    given: given.placeholders,
    form: ' such as [name]',
    count: ({ text }) => parts.countPlaceholders(text),
  },
]

function countRule({ unit, given, form = '', count }: Counted): Rule[] {
  if (given === undefined) return []
  const range = readRange(given)
  const requirement = `${rangeText(range, unit)}${form}`
  const check = (written: Written): Check => {
    const found = count(written)
    return { score: nearness(found, range), fact: amount(found, unit), duty: `have ${requirement}` }
  }
  return [{ requirement, check, exceeds: (written) => count(written) > (range.max ?? Infinity) }]
}

function presenceRule(wanted: boolean, name: string, isThere: (lines: readonly string[]) => boolean): Rule[] {
  const check = ({ lines }: Written): Check => {
    const found = isThere(lines)
    return { score: found ? 1 : 0, fact: found ? `a ${name}` : `no ${name}`, duty: `have a ${name}` }
  }
  return wanted ? [{ requirement: `a ${name}`, check }] : []
}

function firstWordRule({ firstWord, paragraph, separator }: Options): Rule[] {
  if (firstWord === undefined) return []
  const duty = `begin with "${firstWord}"`
  const check = ({ text }: Written): Check => {
    const found = paragraphsOf(text, separator)[paragraph - 1]
    if (found === undefined)
      return { score: 0, fact: `no paragraph ${paragraph}`, duty: `have one that must ${duty}` }
    const word = parts.firstWord(found)
    const fact = `paragraph ${paragraph} begins with "${word}"`
    return { score: word === firstWord.toLowerCase() ? 1 : 0.5, fact, duty }
  }
  return [{ requirement: `paragraph ${paragraph} begins with "${firstWord}"`, check }]
}

function partsRule({ parts: given, partSeparator, distinct }: Options): Rule[] {
  if (given === undefined) return []
  const range = readRange(given)
  const requirement = `${rangeText(range, 'parts')} separated by ${partSeparator}${distinct ? ', all different' : ''}`
  const check = ({ text }: Written): Check => {
    const found = parts.partsOf(text, partSeparator)
    const empty = found.filter((part) => part === '').length
    const filled = found.length - empty
    const twins = distinct ? filled - new Set(found.filter((part) => part !== '')).size : 0
    const remarks = [
      ...(empty > 0 ? [`${empty} more empty`] : []),
      ...(twins > 0 ? [`${twins} repeated`] : []),
    ]
    return {
      score: (nearness(filled, range) * Math.max(1, filled - twins)) / Math.max(1, found.length),
      fact: [amount(filled, 'parts'), ...remarks].join(', '),
      duty: `have ${requirement}`,
    }
  }
  return [{ requirement, check }]
}

export const structure: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'structure',
  summary: 'The text has a title, headings, sections, paragraphs, bullets, placeholders and the like',
  options,
  create(given) {
    const marker = given.postscript === true ? 'P.S.' : given.postscript
    const rules = [
      ...presenceRule(given.title, 'title', parts.hasTitle),
      ...countedIn(given).flatMap(countRule),
      ...firstWordRule(given),
      ...partsRule(given),
      ...presenceRule(marker !== false, `postscript (${marker})`, (lines) =>
        parts.hasPostscript(lines, String(marker)),
      ),
    ]
    const requirement = rules.map((rule) => rule.requirement).join('; ')
    const judge = (broken: readonly Check[]) => verdict('structure', requirement, broken)
    return {
      name: 'structure',
      tier: 'instant',
      requirement,
      validate({ text }) {
        const written = { text, lines: parts.proseLines(text) }
        return judge(rules.map((rule) => rule.check(written)))
      },
      prefix(unfinished) {
        const text = settledLines(unfinished)
        const written = { text, lines: parts.proseLines(text) }
        const broken = rules.filter((rule) => rule.exceeds?.(written)).map((rule) => rule.check(written))
        return broken.length > 0 ? judge(broken) : undefined
      },
    }
  },
}

import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { amount, joinParts, rangeText } from '../../core/phrases/requirement-text.ts'
import { nearness, type Range } from '../shared/count.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { rangeOption, readRange } from '../shared/range-option.ts'
import { settledLines } from '../shared/settled.ts'
import { createTextValidator, type CheckResult } from '../shared/text-validator.ts'
import { toComparable } from '../shared/typography.ts'
import { structureConstraints } from './structure/structure-constraints.ts'
import * as parts from './structure/structure-parts.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const countOf = (what: string) => rangeOption.describe(`the number of ${what}: 3, 3.., ..5 or 3..5`)

const settings = {
  sectionWord: nonBlankString.default('Section').describe('the word before the number of a section'),
  separator: nonBlankString
    .optional()
    .describe('the separator of paragraphs, such as ***; default: a blank line'),
  paragraph: z
    .int()
    .min(1)
    .max(100_000)
    .default(1)
    .describe('the number of the paragraph that must begin with firstWord'),
  partSeparator: nonBlankString.default('******').describe('the separator of parts'),
}

const options = lazyStrictObject(() => ({
  title: z.boolean().default(false).describe('a title: <<like this>> or a level-1 heading'),
  headings: countOf('Markdown headings'),
  sections: countOf('sections that begin with a word and a number'),
  paragraphs: countOf('paragraphs'),
  firstWord: nonBlankString.optional().describe('the first word of a paragraph'),
  bullets: countOf('bullets'),
  numbered: countOf('numbered items'),
  highlights: countOf('*highlighted* or **highlighted** passages'),
  placeholders: countOf('placeholders such as [name]'),
  parts: countOf('parts between separators, none of them empty'),
  distinct: z.boolean().default(false).describe('no two parts may be the same'),
  postscript: z
    .union([z.boolean(), nonBlankString])
    .default(false)
    .describe('a postscript that begins with P.S. or with the given marker'),
  ...settings,
}))
  .refine(
    (given) =>
      Object.entries(given).some(
        ([key, value]) => !(key in settings) && value !== undefined && value !== false,
      ),
    'needs something to check, such as bullets=3',
  )
  .refine(({ distinct, parts: given }) => !distinct || given !== undefined, {
    path: ['distinct'],
    message: 'needs the number of parts: set the option parts, too',
  })

type Options = z.output<typeof options>

interface StructureRule {
  /** The words after "must have" in messages, unless the check result has its own duty. */
  readonly requirement: string
  /** `lines` are the lines outside code blocks, without blank lines. */
  readonly check: (lines: readonly string[], text: string) => CheckResult
  /** Checks an unfinished text; default: the unfinished text may still pass. */
  readonly checkPrefix?: StructureRule['check']
}

/** `suffix` describes the elements, such as their separator. */
function countRule(
  unit: string,
  given: number | string | undefined,
  count: (lines: readonly string[], text: string) => number,
  suffix = '',
): StructureRule[] {
  if (given === undefined) return []
  const range = readRange(given)
  const checkWith =
    (bounds: Range): StructureRule['check'] =>
    (lines, text) => {
      const found = count(lines, text)
      return { score: nearness(found, bounds), fact: amount(found, unit) }
    }
  const requirement = `${rangeText(range, unit)}${suffix}`
  return [{ requirement, check: checkWith(range), checkPrefix: checkWith({ max: range.max }) }]
}

function presenceRule(
  wanted: boolean,
  name: string,
  isPresent: (lines: readonly string[]) => boolean,
): StructureRule[] {
  const check = (lines: readonly string[]) =>
    isPresent(lines) ? { score: 1, fact: `a ${name}` } : { score: 0, fact: `no ${name}`, duty: '' }
  return wanted ? [{ requirement: `a ${name}`, check }] : []
}

function firstWordRule({ firstWord, paragraph, separator }: Options): StructureRule[] {
  if (firstWord === undefined) return []
  const duty = `begin with "${firstWord}"`
  const check = (_: readonly string[], text: string) => {
    const found = parts.paragraphsOf(text, separator)[paragraph - 1]
    if (found === undefined)
      return { score: 0, fact: `no paragraph ${paragraph}`, duty: `have one that begins with "${firstWord}"` }
    const word = parts.firstWordOf(found)
    const isWanted = toComparable(word, false) === toComparable(firstWord, false)
    const fact = `paragraph ${paragraph} begins with "${word}"`
    return { score: isWanted ? 1 : 0.5, fact, duty }
  }
  return [{ requirement: `paragraph ${paragraph} begins with "${firstWord}"`, check }]
}

function partsRule({ parts: given, partSeparator, distinct }: Options): StructureRule[] {
  if (given === undefined) return []
  const range = readRange(given)
  const check = (_: readonly string[], text: string) => {
    const found = parts.splitParts(text, partSeparator)
    const filled = found.filter((part) => part !== '')
    const empty = found.length - filled.length
    const twins = distinct ? filled.length - new Set(filled).size : 0
    const remarks = [
      ...(empty > 0 ? [`plus ${empty} empty`] : []),
      ...(twins > 0 ? [`${twins} repeated`] : []),
    ]
    return {
      score:
        (nearness(filled.length, range) * Math.max(1, filled.length - twins)) / Math.max(1, found.length),
      fact: [amount(filled.length, 'parts'), ...remarks].join(', '),
    }
  }
  const difference = distinct ? ', all different' : ''
  return [{ requirement: `${rangeText(range, 'parts')} separated by ${partSeparator}${difference}`, check }]
}

export const structure: ValidatorDefinition<typeof options> = {
  name: 'structure',
  summary: 'The text has a title, headings, sections, paragraphs, bullets, placeholders or other elements',
  options,
  create(given) {
    const { sectionWord, separator } = given
    const marker = given.postscript === true ? 'P.S.' : given.postscript
    const rules = [
      presenceRule(given.title, 'title', parts.hasTitle),
      countRule('headings', given.headings, parts.countHeadings),
      countRule(
        'sections',
        given.sections,
        (lines) => parts.countSections(lines, sectionWord),
        ` that begin with "${sectionWord} 1" and so on`,
      ),
      countRule(
        'paragraphs',
        given.paragraphs,
        (_, text) => parts.paragraphsOf(text, separator).length,
        ` separated by ${separator ?? 'blank lines'}`,
      ),
      countRule('bullets', given.bullets, parts.countBullets),
      countRule('numbered items', given.numbered, parts.countNumbered),
      countRule('highlights', given.highlights, parts.countHighlights, ' such as *this*'),
      countRule(
        'placeholders',
        given.placeholders,
        (_, text) => parts.countPlaceholders(text),
        ' such as [name]',
      ),
      firstWordRule(given),
      partsRule(given),
      presenceRule(marker !== false, `postscript (${marker})`, (lines) =>
        parts.hasPostscript(lines, String(marker)),
      ),
    ].flat()
    const checkAll = (text: string, kind: 'check' | 'checkPrefix') => {
      const lines = parts.linesOutsideCode(text)
      return rules.flatMap((rule) => {
        const result = rule[kind]?.(lines, text)
        return result ? { duty: `have ${rule.requirement}`, ...result } : []
      })
    }
    return createTextValidator({
      name: 'structure',
      tier: 'instant',
      requirement: joinParts(rules.map(({ requirement }) => requirement)),
      constraints: structureConstraints(given),
      check: (text) => checkAll(text, 'check'),
      checkPrefix: (text) => checkAll(settledLines(text), 'checkPrefix'),
    })
  },
}

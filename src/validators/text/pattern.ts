import * as z from 'zod'
import type { Constraint } from '../../core/constraints/constraint.ts'
import { constraintsOfMatch } from '../../core/constraints/expressions.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { amount, joinParts, rangeText, statementOf } from '../../core/phrases/requirement-text.ts'
import { nearness, ordered, type Range } from '../shared/count.ts'
import { toList } from '../shared/fixed-text.ts'
import { createTextValidator, type CheckResult } from '../shared/text-validator.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'
import { compileExpression, matchingBeforeLastLineEnd } from './compile-expression.ts'
import { maxQuickCharacters } from './quick-pattern.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const MAX_SAMPLE_CHARACTERS = 40

const source = z.string().min(1)
const sources = z.union([source, z.array(source).min(1).max(100)]).optional()

const options = lazyStrictObject(() => ({
  required: sources
    .describe('regular expressions that the text must match')
    .meta({ examples: ['order [A-Z]{2}-[0-9]+'] }),
  forbidden: sources.describe('regular expressions that the text must not match'),
  counts: z
    .record(
      z.string().min(1),
      z
        .strictObject({
          pattern: source.describe('the regular expression'),
          min: z.int().min(0).optional().describe('minimum number of matches'),
          max: z.int().min(0).optional().describe('maximum number of matches'),
        })
        .refine(...ordered('min', 'max'))
        .refine(({ min, max }) => (min ?? max) !== undefined, 'needs min, max or both'),
    )
    .optional()
    .describe('named regular expressions, each with a minimum or maximum number of matches'),
  flags: z
    .string()
    .regex(/^[imsuv]*$/, 'must be letters of "imsuv"')
    .default('u')
    .describe('flags of the regular expressions: i, m, s, u and v'),
  min: z
    .int()
    .min(0)
    .optional()
    .describe('minimum number of matches of each required expression; default: 1'),
  max: z.int().min(1).optional().describe('maximum number of matches of each required expression'),
}))
  .refine(
    ({ required, forbidden, counts = {} }) => required ?? forbidden ?? Object.keys(counts)[0],
    'needs at least one of required, forbidden and counts',
  )
  .refine(({ required, min, max }) => required || (min ?? max) === undefined, {
    path: ['required'],
    message: 'min and max need a required regular expression',
  })
  .refine(({ min = 1, max = min }) => min <= max, { path: ['max'], message: 'must be at least min' })
  .superRefine(({ required, forbidden, counts = {}, flags }, context) => {
    const check = (path: string[], text: string) => {
      try {
        compileExpression(text, flags)
      } catch (error) {
        context.addIssue({ code: 'custom', path, message: messageOf(error) })
      }
    }
    for (const text of toList(required)) check(['required'], text)
    for (const text of toList(forbidden)) check(['forbidden'], text)
    for (const [name, { pattern: text }] of Object.entries(counts)) check(['counts', name, 'pattern'], text)
  })

interface PatternRule {
  /** The regular expression as it was written. */
  readonly regex: RegExp
  readonly searched: RegExp
  readonly range: Range
  /** The regular expression for messages, preceded by its name if it has one. */
  readonly title: string
  readonly requirement: string
  /** The words after "must" in messages. */
  readonly duty: string
  /** For a text of up to this many characters, the search needs no time limit. */
  readonly quickCharacters: number
}

function ruleOf(regex: RegExp, range: Range, times = '', name?: string): PatternRule {
  const title = name === undefined ? `${regex}` : `${name} ${regex}`
  const isForbidden = range.max === 0
  return {
    regex,
    searched: matchingBeforeLastLineEnd(regex),
    range,
    title,
    requirement: statementOf('match', isForbidden ? title : `${title}${times}`, isForbidden),
    duty: isForbidden ? 'not match' : `match${times}`,
    quickCharacters: maxQuickCharacters(regex),
  }
}

export const pattern: ValidatorDefinition<typeof options> = {
  name: 'pattern',
  summary: 'The text matches the required regular expressions and none of the forbidden ones',
  options,
  create({ required, forbidden, counts = {}, flags, min, max }) {
    const range = { min: min ?? 1, max }
    const times = (min ?? max) === undefined ? '' : ` ${rangeText(range, 'times')}`
    const rules = [
      ...toList(required).map((text) => ruleOf(compileExpression(text, flags), range, times)),
      ...toList(forbidden).map((text) => ruleOf(compileExpression(text, flags), { max: 0 })),
      ...Object.entries(counts).map(([name, { pattern: text, ...own }]) =>
        ruleOf(compileExpression(text, flags), own, ` ${rangeText(own, 'times')}`, name),
      ),
    ]
    const irrevocable = rules.filter(({ regex, range }) => range.max === 0 && isIrrevocable(regex))
    let tooSlow = false
    return createTextValidator({
      name: 'pattern',
      tier: 'local',
      requirement: joinParts(rules.map(({ requirement }) => requirement)),
      constraints: rules.flatMap(constraintsOf),
      check: (text) => rules.map((rule) => check(rule, text)),
      checkPrefix(text) {
        try {
          return tooSlow ? [] : irrevocable.map((rule) => check(rule, text, settledEnd(rule, text)))
        } catch (error) {
          // The expression would be slow on longer texts too, so it is not tried again. `validate` reports the error.
          if (!(error instanceof SifakaError)) throw error
          tooSlow = true
          return undefined
        }
      },
    })
  },
}

function constraintsOf({ regex, range, quickCharacters }: PatternRule): Constraint[] {
  const { source: text, flags } = regex
  const { min: least = 0, max: most = Infinity } = range
  const matches = { kind: 'matches', source: text, flags, quickCharacters, min: least, max: most } as const
  return [matches, ...(least > 0 ? constraintsOfMatch(regex, least) : [])]
}

/** Counts only the matches that end at or before the index `end`. */
function check(rule: PatternRule, text: string, end = text.length): CheckResult {
  const { title, regex, searched, quickCharacters, range, duty } = rule
  let count = 0
  let first = ''
  const places: { at: number; end: number }[] = []
  const find = () => {
    count = 0
    places.length = 0
    for (const { 0: match, index } of text.matchAll(RegExp(searched, `${searched.flags}g`))) {
      if (index + match.length > end) continue
      if (++count === 1) first = match
      if (count > (range.max ?? Infinity)) places.push({ at: index, end: index + match.length })
    }
  }
  if (text.length <= quickCharacters) find()
  else runWithinTimeLimit(`pattern ${regex} on ${text.length} characters`, find)
  const sample = first.length > MAX_SAMPLE_CHARACTERS ? `${first.slice(0, MAX_SAMPLE_CHARACTERS)}…` : first
  const excess = count > (range.max ?? Infinity) ? ` (first "${sample}")` : ''
  const isAbsent = count === 0 && range.min === 1 && range.max === undefined
  return {
    score: nearness(count, range),
    fact: isAbsent ? `${title} does not match` : `${title} matches ${amount(count, 'times')}${excess}`,
    duty: isAbsent ? '' : duty,
    faults: places.map((place) => ({ ...place, message: `${title} matches, must ${duty}` })),
  }
}

/** Whether a match remains a match however the text continues: the expression contains neither a lookahead nor `$`. */
const isIrrevocable = ({ source: text }: RegExp): boolean => !/\(\?[=!]|\$/.test(text.replace(/\\./gsu, ''))

/**
 * The index up to which matches are certain. After it, a continuation may extend a word or complete a surrogate pair.
 */
const settledEnd = ({ regex }: PatternRule, text: string): number =>
  text.length - (/\\b/i.test(regex.source) || /[\uD800-\uDBFF]/.test(text.at(-1) ?? '') ? 1 : 0)

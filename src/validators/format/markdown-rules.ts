/** The rules of the library markdownlint that the validator `markdown` checks, under their names. */
import type { LintError } from 'markdownlint'
import * as z from 'zod'
import type { Fault } from '../shared/text-validator.ts'
import { markdownLineStarts } from './markdown-faults.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'

/** Each rule with its meaning; `isOff`: it must be switched on, since drafts that are correct as texts break it. */
const RULES = {
  MD001: { meaning: 'heading levels increase by one' },
  MD003: { meaning: 'all headings have one style' },
  MD009: { meaning: 'no trailing spaces, except two for a line break' },
  MD010: { meaning: 'no tabs' },
  MD011: { meaning: 'no reversed links: (text)[address]' },
  MD012: { meaning: 'no consecutive blank lines' },
  MD018: { meaning: 'a space after the # of a heading' },
  MD022: { meaning: 'blank lines around headings' },
  MD023: { meaning: 'headings begin at the start of the line' },
  MD024: { meaning: 'no two headings with the same text' },
  MD025: { meaning: 'one level-1 heading' },
  MD033: { meaning: 'no HTML' },
  MD034: { meaning: 'no bare URLs' },
  MD037: { meaning: 'no spaces inside emphasis marks' },
  MD038: { meaning: 'no spaces inside code marks' },
  MD039: { meaning: 'no spaces inside link text' },
  MD040: { meaning: 'code fences name a language' },
  MD045: { meaning: 'images have alternate text' },
  MD047: { meaning: 'the text ends with one line end', isOff: true },
  MD051: { meaning: 'links to headings lead to a heading' },
  MD052: { meaning: 'reference links are defined' },
} as const satisfies Readonly<Record<string, { meaning: string; isOff?: true }>>

/** markdownlint takes a second for this many characters. The rest of a text is checked only for faults of structure. */
export const MAX_LINTED_CHARACTERS = 100_000

const LIMIT = { limitMs: 20_000, advice: 'switch off some of them', isSlow: true }

export type MarkdownRule = keyof typeof RULES

const ruleNames = Object.keys(RULES) as MarkdownRule[]
const isOff = (name: MarkdownRule): boolean => 'isOff' in RULES[name]

type RuleSwitches = Readonly<Partial<Record<MarkdownRule, boolean | undefined>>>

/** An option per rule, which switches it on or off. */
export const ruleOptions = () =>
  Object.fromEntries(
    ruleNames.map((name) => [
      name,
      z
        .boolean()
        .optional()
        .describe(`rule of markdownlint: ${RULES[name].meaning}; default: ${isOff(name) ? 'off' : 'on'}`),
    ]),
  ) as Record<MarkdownRule, z.ZodOptional<z.ZodBoolean>>

/** Resolves to a function that returns the faults of a text, in the order of the rules that are switched on. */
export async function loadMarkdownRules(switches: RuleSwitches): Promise<(text: string) => Fault[]> {
  // The heading levels are checked together with the other faults of structure.
  const enabled = ruleNames.filter((name) => name !== 'MD001' && (switches[name] ?? !isOff(name)))
  if (enabled.length === 0) return () => []
  const config = { default: false, ...Object.fromEntries(enabled.map((name) => [name, true])) }
  const { lint } = await import('markdownlint/sync')
  return (text) => {
    let errors: readonly LintError[] = []
    const lintText = () => void (errors = lint({ strings: { text }, config })['text'] ?? [])
    runWithinTimeLimit('the rules of markdownlint', lintText, LIMIT)
    const starts = markdownLineStarts(text)
    return errors.map((error) => faultOf(error, text, starts))
  }
}

function faultOf(error: LintError, text: string, starts: readonly number[]): Fault {
  const { lineNumber, ruleNames: names, ruleDescription, errorDetail, errorRange, fixInfo } = error
  const [rule = ''] = names
  const message = errorDetail ? `${ruleDescription}: ${errorDetail}` : ruleDescription
  const line = (fixInfo?.lineNumber ?? lineNumber) - 1
  const start = starts[line] ?? text.length
  const nextStart = starts[line + 1] ?? text.length
  if (fixInfo) {
    const { editColumn = 1, deleteCount = 0, insertText = '' } = fixInfo
    const at = start + editColumn - 1
    // A negative count deletes the whole line.
    const end = deleteCount < 0 ? nextStart : at + deleteCount
    // A correction keeps the line ends of the text.
    const [lineEnd = '\n'] = /\r\n|\r|\n/.exec(text) ?? []
    return { at, end, message, rule, replacement: insertText.replaceAll('\n', lineEnd) }
  }
  if (errorRange) {
    const [column = 1, length = 0] = errorRange
    const at = start + column - 1
    return { at, end: at + length, message, rule }
  }
  return { at: start, end: start + text.slice(start, nextStart).trimEnd().length, message, rule }
}

import * as z from 'zod'
import { matchesAny, matchesOf } from '../expressions/matches.ts'
import { compileExceptions } from '../expressions/templates.ts'
import { flag, textList, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  first: z.string(),
  second: z.string(),
  exceptions: textList.default([]),
  ignorecase: flag.default(false),
  vocab: flag.default(true),
}))

/** What matches `first`, such as an abbreviation, must be in a group of `second` in this block or an earlier one. */
export const conditional: RuleKind<typeof options> = {
  name: 'conditional',
  options,
  create(rule, needs) {
    const caseFlag = rule.ignorecase ? '(?i)' : ''
    const first = needs.compile(caseFlag + rule.first)
    const second = needs.compile(caseFlag + rule.second)
    const exceptions = compileExceptions(rule, needs)
    return () => {
      const defined = new Set<string | undefined>()
      return function* ({ text }) {
        if (!first || !second) return
        for (const [, ...groups] of matchesOf(second, text)) groups.forEach((group) => defined.add(group))
        for (const { 0: match, index } of matchesOf(first, text)) {
          if (defined.has(match) || matchesAny(exceptions, match)) continue
          yield { at: index, end: index + match.length, words: [match] }
        }
      }
    }
  },
}

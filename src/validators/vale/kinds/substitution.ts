import * as z from 'zod'
import { compileGoExpression } from '../expressions/go-expression.ts'
import { matchesAny, matchesOf } from '../expressions/matches.ts'
import { compileExceptions, compileTerms, longestFirst, wordTemplate } from '../expressions/templates.ts'
import { quotedAlternatives } from '../message.ts'
import { flag, textList, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  swap: z.record(z.string(), z.string()),
  exceptions: textList.default([]),
  ignorecase: flag.default(false),
  nonword: flag.default(false),
  vocab: flag.default(true),
  capitalize: flag.default(false),
  pos: z.string().optional(),
}))

/** The text must have the values of `swap` instead of its keys. */
export const substitution: RuleKind<typeof options> = {
  name: 'substitution',
  options,
  create(rule, needs) {
    const caseFlag = rule.ignorecase ? '(?i)' : ''
    const build = (terms: readonly string[]) =>
      caseFlag + wordTemplate(terms.map((term) => `(${withoutGroups(term)})`).join('|'), rule.nonword)
    const { terms, expression } = compileTerms(longestFirst(Object.keys(rule.swap)), build, needs)
    const exceptions = compileExceptions(rule, needs)
    const replaces = rule.action?.name === 'replace'
    const message = replaces ? withoutDoubleQuotes(rule.message) : rule.message
    return () =>
      function* ({ text }) {
        if (!expression) return
        for (const { 0: match, index, ...groups } of matchesOf(expression, text)) {
          const position = terms.findIndex((_, each) => groups[each + 1] !== undefined)
          const term = terms[position] ?? ''
          const observed = match.trim()
          const expected = filledIn(term, rule.swap[term] ?? '', observed, caseFlag)
          const wanted = replaces ? (rule.action?.params ?? expected.split('|')) : [expected]
          if (isExpected(wanted, observed) || matchesAny(exceptions, observed)) continue
          const cased = wanted.map((each) =>
            rule.capitalize || rule.ignorecase ? withCaseOf(observed, each) : each,
          )
          const [first = ''] = cased
          yield {
            at: index,
            end: index + match.length,
            message,
            words: [replaces ? quotedAlternatives(cased) : first, observed],
            ...(replaces && cased.length === 1 && { replacement: first }),
          }
        }
      }
  },
}

/** The groups of the whole expression tell which term matched, so that terms must not have their own. */
const withoutGroups = (term: string): string =>
  term.replace(/\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\((?!\?)/g, (found) => (found === '(' ? '(?:' : found))

/** A value may refer to groups of its term, as in `$1`. */
function filledIn(term: string, value: string, observed: string, caseFlag: string): string {
  if (!/\$\d/.test(value)) return value
  return observed.replace(compileGoExpression(caseFlag + term)(observed), value)
}

/** A value may be an expression that the text matches already. */
function isExpected(values: readonly string[], observed: string): boolean {
  const value = values.join('|')
  if (value === observed) return true
  if (/^[\p{L}\p{N} -]*$/u.test(value)) return false
  try {
    return compileGoExpression(`^(?:${value})$`)(observed).test(observed)
  } catch {
    return false
  }
}

/** Begins with a capital letter where the text does, unless only the case of the text is wrong. */
const withCaseOf = (observed: string, wanted: string): string =>
  /^\p{Lu}/u.test(observed) && observed.toLowerCase() !== wanted.toLowerCase()
    ? wanted.replace(/^./u, (letter) => letter.toUpperCase())
    : wanted

/** The alternatives of the action `replace` have quotation marks of their own. */
function withoutDoubleQuotes(message: string): string {
  for (const mark of [`'%s'`, `"%s"`]) {
    if (message.split(mark).length === 3) return message.replace(mark, '%s')
  }
  return message
}

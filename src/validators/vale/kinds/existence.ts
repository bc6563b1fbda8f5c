import { replacementOf } from '../action.ts'
import { matchesAny, matchesOf } from '../expressions/matches.ts'
import { compileExceptions, compileTerms, wordTemplate } from '../expressions/templates.ts'
import { flag, textList, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  tokens: textList.default([]),
  raw: textList.default([]),
  append: flag.default(false),
  exceptions: textList.default([]),
  ignorecase: flag.default(false),
  nonword: flag.default(false),
  vocab: flag.default(true),
}))

/** The text must not have any of the tokens. */
export const existence: RuleKind<typeof options> = {
  name: 'existence',
  options,
  create(rule, needs) {
    const raw = rule.raw.join('')
    const build = (tokens: readonly string[]) => {
      const words = wordTemplate(tokens.join('|'), rule.nonword || tokens.length === 0)
      return `${rule.ignorecase ? '(?i)' : ''}${rule.append ? words + raw : raw + words}`
    }
    const { expression } = compileTerms(rule.tokens, build, needs)
    const exceptions = compileExceptions(rule, needs)
    return () =>
      function* ({ text }) {
        if (!expression) return
        for (const { 0: match, index } of matchesOf(expression, text)) {
          if (matchesAny(exceptions, match.trim())) continue
          const replacement = replacementOf(match, rule.action)
          const words = [match, ...(replacement === undefined ? [] : [replacement])]
          yield { at: index, end: index + match.length, words, replacement }
        }
      }
  },
}

import { replacementOf } from '../action.ts'
import { matchesAny, matchesOf } from '../expressions/matches.ts'
import { compileExceptions, compileTerms } from '../expressions/templates.ts'
import { flag, textList, number, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  tokens: textList,
  max: number.default(0),
  alpha: flag.default(false),
  ignorecase: flag.default(false),
  exceptions: textList.default([]),
  vocab: flag.default(true),
}))

/** A token must not follow itself more than `max` times. */
export const repetitionKind: RuleKind<typeof options> = {
  name: 'repetition',
  options,
  create(rule, needs) {
    const build = (tokens: readonly string[]) => `${rule.ignorecase ? '(?i)' : ''}(?:${tokens.join('|')})`
    const { expression } = compileTerms(rule.tokens, build, needs)
    const exceptions = compileExceptions(rule, needs)
    return () =>
      function* ({ text }) {
        if (!expression) return
        let previous = { key: '', at: 0 }
        let count = 0
        for (const { 0: match, index } of matchesOf(expression, text)) {
          const word = match.trim()
          const key = rule.ignorecase ? word.toLowerCase() : word
          const isRepeated = key === previous.key && key !== '' && (!rule.alpha || /^\p{L}+$/u.test(word))
          count = isRepeated ? count + 1 : 0
          const { at } = previous
          const end = index + match.length
          const place = text.slice(at, end)
          if (count > rule.max && !place.includes('\n') && !matchesAny(exceptions, place)) {
            yield { at, end, words: [word], replacement: replacementOf(place, rule.action) }
            count = 0
          }
          previous = { key, at: index }
        }
      }
  },
}

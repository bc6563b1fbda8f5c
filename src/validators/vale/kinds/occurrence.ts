import * as z from 'zod'
import { matchesOf } from '../expressions/matches.ts'
import { MASK } from '../text/inline-text.ts'
import { flag, number, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  token: z.string(),
  max: number.default(0),
  min: number.default(0),
  ignorecase: flag.default(false),
}))

/** Each block must have at least `min` and at most `max` times the token. */
export const occurrence: RuleKind<typeof options> = {
  name: 'occurrence',
  options,
  create({ token, max, min, ignorecase }, { compile, report }) {
    const expression = compile(`${ignorecase ? '(?i)' : ''}(?:${token})`)
    if (max <= 0 && min <= 0) report('has neither max nor min')
    return () =>
      function* ({ text }) {
        if (!expression) return
        const matches = [...matchesOf(expression, text)]
        const { length } = matches
        if ((max <= 0 || length <= max) && (min <= 0 || length >= min)) return
        const isVisible = ([match]: RegExpExecArray) => match.replaceAll(MASK, '').trim() !== ''
        const first = matches.find(isVisible)
        if (length > 0 && !first) return
        const at = first?.index ?? 0
        yield { at, end: at + (first?.[0].length ?? 0), words: [String(length)] }
      }
  },
}

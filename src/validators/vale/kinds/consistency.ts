import * as z from 'zod'
import { matchesOf } from '../expressions/matches.ts'
import { wordTemplate } from '../expressions/templates.ts'
import { flag, type Hit, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  either: z.record(z.string(), z.string()),
  ignorecase: flag.default(false),
  nonword: flag.default(false),
}))

/** Of each pair, the text must use only one form: that of its first occurrence. */
export const consistency: RuleKind<typeof options> = {
  name: 'consistency',
  options,
  create({ either, ignorecase, nonword }, { compile }) {
    const template = (form: string) => (ignorecase ? '(?i)' : '') + wordTemplate(form, nonword)
    const pairs = Object.entries(either).flatMap((forms) => {
      const [first, second] = forms.map((form) => compile(template(form)))
      return first && second ? [[first, second] as const] : []
    })
    return () => {
      const chosen = new Map<number, number>()
      return function* ({ text }): Generator<Hit> {
        for (const [pair, forms] of pairs.entries()) {
          const matches = forms
            .flatMap((form, index) => [...matchesOf(form, text)].map((match) => ({ index, match })))
            .toSorted((one, other) => one.match.index - other.match.index)
          for (const { index, match } of matches) {
            const form = chosen.get(pair) ?? index
            chosen.set(pair, form)
            const { 0: word, index: at } = match
            if (index !== form) yield { at, end: at + word.length, words: [word] }
          }
        }
      }
    }
  },
}

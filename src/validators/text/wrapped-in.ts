import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict, type Check } from '../shared/verdict.ts'
import { ending, opening } from '../shared/wording.ts'

const mark = z.string().regex(/^\S(?:.*\S)?$/s, 'expected a mark without white space at its ends')

const options = z.strictObject({
  mark: mark.default('"').describe('what the text begins with, white space aside'),
  close: mark.optional().describe('what it ends with; default: the same mark, or the bracket that closes it'),
})

const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
  '<<': '>>',
  '“': '”',
  '‘': '’',
  '„': '“',
  '«': '»',
  '「': '」',
}

export const wrappedIn: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'wrapped-in',
  summary: 'The whole text stands between two marks, such as double quotation marks',
  options,
  create({ mark: open, close = CLOSERS[open] ?? open }) {
    const requirement = open === close ? `wrapped in ${open} marks` : `wrapped in ${open} and ${close}`
    const judge = (given: string) => {
      const text = given.trim()
      const checks: Check[] = [
        {
          score: text.startsWith(open) ? 1 : 0,
          fact: `begins with ${opening(text)}`,
          duty: `begin with ${open}`,
        },
        {
          // One mark cannot be both ends.
          score: text.endsWith(close) && text.length >= open.length + close.length ? 1 : 0,
          fact: `ends with ${ending(text)}`,
          duty: `end with ${close}`,
        },
      ]
      return verdict('wrapped-in', requirement, checks)
    }
    return {
      name: 'wrapped-in',
      tier: 'instant',
      requirement,
      demands: [
        { kind: 'begins', anyOf: [open], caseSensitive: true },
        { kind: 'ends', anyOf: [close], caseSensitive: true },
      ],
      validate: ({ text }) => judge(text),
      prefix(text) {
        const written = text.trimStart()
        return written.startsWith(open) || open.startsWith(written) ? undefined : judge(text)
      },
    }
  },
}

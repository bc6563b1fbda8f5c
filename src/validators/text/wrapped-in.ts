import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { quoteEnd, quoteStart } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const mark = z.string().regex(/^\S(?:.*\S)?$/s, 'must be a mark without white space at its ends')

const options = lazyStrictObject(() => ({
  mark: mark.default('"').describe('the mark at the beginning of the text; white space is ignored'),
  close: mark.optional().describe('the mark at the end; default: the same mark, or the matching bracket'),
}))

const PAIRS = ['()', '[]', '{}', '<>', '<<>>', '“”', '‘’', '„“', '«»', '「」']

const closerOf = (open: string): string =>
  PAIRS.find((pair) => pair.length === 2 * open.length && pair.startsWith(open))?.slice(open.length) ?? open

export const wrappedIn: ValidatorDefinition<typeof options> = {
  name: 'wrapped-in',
  summary: 'The whole text is enclosed in two marks, such as double quotation marks',
  options,
  create({ mark: open, close = closerOf(open) }) {
    const check = (given: string) => {
      const text = given.trim()
      // One mark cannot be both the opening and the closing mark.
      const isClosed = text.endsWith(close) && text.length >= open.length + close.length
      return [
        {
          score: text.startsWith(open) ? 1 : 0,
          fact: `begins with ${quoteStart(text)}`,
          duty: `begin with ${open}`,
        },
        { score: isClosed ? 1 : 0, fact: `ends with ${quoteEnd(text)}`, duty: `end with ${close}` },
      ]
    }
    return createTextValidator({
      name: 'wrapped-in',
      tier: 'instant',
      requirement: open === close ? `wrapped in ${open} marks` : `wrapped in ${open} and ${close}`,
      constraints: [
        { kind: 'begins', anyOf: [open], caseSensitive: true },
        { kind: 'ends', anyOf: [close], caseSensitive: true },
      ],
      check,
      checkPrefix(text) {
        const written = text.trimStart()
        return written.startsWith(open) || open.startsWith(written) ? undefined : check(text)
      },
    })
  },
}

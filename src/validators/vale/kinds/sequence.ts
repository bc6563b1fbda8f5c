import * as z from 'zod'
import type { Expression } from '../expressions/go-expression.ts'
import { replacementOf } from '../action.ts'
import { matchesAny } from '../expressions/matches.ts'
import { flag, number, type RuleKind } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const token = lazyObject(() => ({
  pattern: z.string().default(''),
  tag: z.string().default(''),
  negate: flag.default(false),
  skip: number.default(0),
}))

const options = lazyObject(() => ({ tokens: z.array(token).min(1), ignorecase: flag.default(false) }))

/** A word, the ending of a contraction, or a punctuation mark. */
const WORD =
  /n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|(?:(?!n['’]t\b)[\p{L}\p{N}])+(?:[-.](?:[\p{L}\p{N}])+)*|[^\s\p{L}\p{N}]/giu

interface Step {
  readonly expression: Expression | undefined
  readonly isNegated: boolean
  /** The number of other words that may come before this one. */
  readonly skip: number
}

/** A sentence must not have words that match the tokens one after another. */
export const sequence: RuleKind<typeof options> = {
  name: 'sequence',
  options,
  scope: 'sentence',
  create(rule, { compile, report }) {
    const tags = rule.tokens.some(({ tag }) => tag !== '')
    if (tags) report('needs tags for parts of speech, which are not supported')
    const steps = rule.tokens
      .filter(({ pattern }) => pattern !== '')
      .map(({ pattern, negate, skip }) => ({
        expression: compile(`${rule.ignorecase ? '(?i)' : ''}(?m)(?:${pattern})`),
        isNegated: negate,
        skip,
      }))
    const isUsable = !tags && steps.length > 0 && steps.every(({ expression }) => expression)
    return () =>
      function* ({ text }) {
        if (!isUsable) return
        const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, at: index }))
        for (let first = 0; first < words.length; first++) {
          const last = endOfMatch(steps, words, first)
          if (last === undefined) continue
          const matched = words.slice(first, last)
          const { at = 0 } = matched[0] ?? {}
          const end = (matched.at(-1)?.at ?? at) + (matched.at(-1)?.word.length ?? 0)
          const replacement = replacementOf(text.slice(at, end), rule.action)
          yield { at, end, words: matched.map(({ word }) => word), replacement }
          first = last - 1
        }
      }
  },
}

/** The index after the last word of a match that begins with the word `at`; undefined if there is none. */
function endOfMatch(
  steps: readonly Step[],
  words: readonly { readonly word: string }[],
  at: number,
  position = 0,
): number | undefined {
  const step = steps[position]
  if (!step) return at
  const skip = position === 0 ? 0 : step.skip
  for (let index = at; index <= at + skip; index++) {
    const { word } = words[index] ?? {}
    if (word === undefined) return undefined
    if (matchesAny(step.expression, word) === step.isNegated) continue
    const end = endOfMatch(steps, words, index + 1, position + 1)
    if (end !== undefined) return end
  }
  return undefined
}

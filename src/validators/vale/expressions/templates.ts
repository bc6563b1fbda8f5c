/** How the kinds of rules put the expressions of a rule together. */
import type { RuleNeeds, Vocabulary } from '../rule.ts'
import { compileGoExpression, type Expression } from './go-expression.ts'

export const wordTemplate = (terms: string, isNonword: boolean): string =>
  isNonword ? `(?m)(?:${terms})` : String.raw`(?m)\b(?:${terms})\b`

interface CompiledTerms {
  readonly terms: readonly string[]
  /** Undefined if every term has a fault. */
  readonly expression: Expression | undefined
}

/** Compiles the whole expression or, if that fails, without the terms that have a fault. */
export function compileTerms(
  terms: readonly string[],
  build: (terms: readonly string[]) => string,
  { compile }: RuleNeeds,
): CompiledTerms {
  try {
    return { terms, expression: compileGoExpression(build(terms)) }
  } catch {
    const good = terms.filter((term) => compile(term) !== undefined)
    const isEmpty = good.length === 0 && terms.length > 0
    return { terms: good, expression: isEmpty ? undefined : compile(build(good)) }
  }
}

const byLength = (one: string, other: string): number => other.length - one.length

/** The longest come first, since the first alternative that matches wins. */
export const longestFirst = (terms: readonly string[]): string[] => terms.toSorted(byLength)

interface ExceptionOptions {
  readonly exceptions: readonly string[]
  /** False if the accepted terms of the vocabulary are no exceptions. */
  readonly vocab: boolean
}

export const exceptionsOf = (
  { exceptions, vocab }: ExceptionOptions,
  { accepted }: Vocabulary,
): readonly string[] => longestFirst([...exceptions, ...(vocab ? accepted : [])])

/** Matches a text that contains an exception. */
export function compileExceptions(options: ExceptionOptions, needs: RuleNeeds): Expression | undefined {
  const terms = exceptionsOf(options, needs.vocabulary)
  if (terms.length === 0) return undefined
  const exact = (each: string) => (each.startsWith('(?i)') ? each : `(?-i)${each}`)
  return compileTerms(terms, (good) => wordTemplate(good.map(exact).join('|'), false), needs).expression
}

import type { Expression } from './go-expression.ts'

/** All matches that are not empty. */
export function* matchesOf(expression: Expression, text: string): Generator<RegExpExecArray> {
  const regex = expression(text)
  let last = 0
  for (;;) {
    // The expression is shared, so that another search may have moved it.
    regex.lastIndex = last
    const match = regex.exec(text)
    if (!match) return
    const [{ length }] = match
    last = match.index + Math.max(length, 1)
    if (length > 0) yield match
  }
}

export const matchesAny = (expression: Expression | undefined, text: string): boolean =>
  expression?.(text).test(text) ?? false

/** The scopes of rules: `heading`, `~heading`, `text & ~list`, or a list of which any may match. */
import { wordSet } from '../../../util/text/word-set.ts'
import type { StyledBlock } from './blocks.ts'

interface Part {
  readonly names: readonly string[]
  readonly isNegated: boolean
}

/**
 * The names that occur in scopes of blocks. A rule for another scope, such as the comments of a program, finds nothing.
 */
const KNOWN = wordSet(
  'text heading h1 h2 h3 h4 h5 h6 table header cell list paragraph sentence attr alt blockquote summary raw md',
)

/** True if some Markdown text has a block that the scopes match. */
export const isKnownScope = (scopes: readonly string[]): boolean =>
  scopes.some((scope) =>
    partsOf(scope).every(({ names, isNegated }) => isNegated || names.every((name) => KNOWN.has(name))),
  )

/** Returns a function that tells whether a rule with these scopes applies to a block. */
export function scopeMatcher(
  scopes: readonly string[],
): (block: Pick<StyledBlock, 'scope' | 'parent'>) => boolean {
  const alternatives = scopes.map(partsOf)
  return (block) => alternatives.some((parts) => parts.every((part) => matches(part, block)))
}

const partsOf = (scope: string): Part[] =>
  scope.split('&').map((part) => {
    const trimmed = part.trim()
    const isNegated = trimmed.startsWith('~')
    return { names: (isNegated ? trimmed.slice(1) : trimmed).split('.'), isNegated }
  })

function matches(
  { names, isNegated }: Part,
  { scope, parent }: Pick<StyledBlock, 'scope' | 'parent'>,
): boolean {
  if (!isNegated) return names.every((name) => scope.has(name))
  // A negation describes parts of the text, never all of it.
  return !scope.has('raw') && !scope.has('summary') && !names.every((name) => parent.has(name))
}

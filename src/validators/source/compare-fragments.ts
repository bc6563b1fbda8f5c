import { DefaultMap } from '../../util/default-map.ts'
import type { Fragment } from './fragments.ts'

export interface FragmentDifferences {
  /** Fragments of the source that the text lacks. */
  readonly missing: readonly Fragment[]
  /** Fragments of the text that the source lacks. */
  readonly added: readonly Fragment[]
  /** The first fragment of the text that precedes a fragment which it follows in the source. */
  readonly misplaced: Fragment | undefined
}

/**
 * Compares how often each fragment occurs. Each fragment of the text is the counterpart of at most one of the source.
 */
export function compareFragments(
  source: readonly Fragment[],
  text: readonly Fragment[],
): FragmentDifferences {
  const unused = new DefaultMap<string, Fragment[]>(() => [])
  const keysOf = ({ kind, key }: Fragment) =>
    // The key of a number may list several values.
    (kind === 'number' ? key.split(' ') : [key]).map((each) => `${kind} ${each}`)
  // Reversed, so that `pop` takes the fragments in the order of the text.
  for (const fragment of text.toReversed()) for (const key of keysOf(fragment)) unused.get(key).push(fragment)
  const used = new Set<Fragment>()
  const takeUnused = (list: Fragment[]): Fragment | undefined => {
    for (let last = list.pop(); last; last = list.pop()) if (!used.has(last)) return last
    return undefined
  }
  const counterparts = source.map((fragment) => {
    for (const key of keysOf(fragment)) {
      const found = takeUnused(unused.get(key))
      if (!found) continue
      used.add(found)
      return found
    }
    return undefined
  })
  const inSourceOrder = counterparts.filter((fragment) => fragment !== undefined)
  return {
    missing: source.filter((_, index) => counterparts[index] === undefined),
    added: text.filter((fragment) => !used.has(fragment)),
    misplaced: inSourceOrder.find((fragment, index) => fragment.at < (inSourceOrder[index - 1]?.at ?? 0)),
  }
}

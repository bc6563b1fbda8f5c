/** Composes one line from parts; if not all parts fit, the more important parts are shown. */
import { displayWidth } from './display-width.ts'
import { truncateToWidth } from './truncate.ts'

export interface LinePart {
  /** Parts are placed by rank, lowest first. Parts with a rank above 4 get only the columns that remain. */
  readonly rank: number
  readonly text: string
  /** A shorter form of the text, used where the text does not fit. */
  readonly short?: string | undefined
  /** Whether the end of the text may be cut off. */
  readonly truncatable?: boolean | undefined
  readonly paint?: ((text: string) => string) | undefined
}

const MAX_ESSENTIAL_RANK = 4
const SEPARATOR = ' · '
/** A truncated text must show at least this many more columns than the short form. */
const MIN_EXTRA_COLUMNS = 12

/**
 * Shows the parts in the given order. The part with the lowest rank is always shown. First, short forms are placed,
 * since more of them fit; then each part is extended as far as the columns allow.
 */
export function composeLine(parts: readonly LinePart[], columns = Infinity): string {
  const byRank = parts.toSorted((first, second) => first.rank - second.rank)
  const shown = new Map<LinePart, string>()
  let freeColumns = columns + SEPARATOR.length
  for (const isEssential of [true, false]) {
    const tier = byRank.filter(({ rank }) => rank <= MAX_ESSENTIAL_RANK === isEssential)
    for (const part of tier) {
      const { text, short = text } = part
      const available = freeColumns - SEPARATOR.length
      if (shown.size > 0 && displayWidth(short) > available) continue
      const placed = truncateToWidth(short, available)
      shown.set(part, placed)
      freeColumns = available - displayWidth(placed)
    }
    for (const part of tier) {
      const placed = shown.get(part)
      if (placed === undefined) continue
      const available = freeColumns + displayWidth(placed)
      const extended = longestForm(part, available) ?? placed
      shown.set(part, extended)
      freeColumns = available - displayWidth(extended)
    }
  }
  const texts = parts.flatMap((part) => {
    const text = shown.get(part)
    return text ? (part.paint?.(text) ?? text) : []
  })
  return texts.join(SEPARATOR)
}

/** The longest form of the text that fits; undefined if it would say no more than the short form. */
function longestForm({ text, short = text, truncatable }: LinePart, columns: number): string | undefined {
  if (displayWidth(text) <= columns) return text
  return truncatable && columns >= displayWidth(short) + MIN_EXTRA_COLUMNS
    ? truncateToWidth(text, columns)
    : undefined
}

/** One line out of parts, of which the more important are kept where not all have room. */
import { cut, widthOf } from './width.ts'

export interface Part {
  readonly text: string
  /** Says nearly as much, where the text is too long. */
  readonly short?: string | undefined
  /** Comes before the details, which take what room is left. */
  readonly essential: boolean
  /** The end of the text may be cut off. */
  readonly mayBeCut?: boolean | undefined
  readonly paint?: ((text: string) => string) | undefined
}

const BETWEEN = ' · '
/** So much more than the short text says must be left of one that is cut. */
const WORTH_CUTTING = 12

/**
 * `byImportance` chooses, `parts` gives the order in the line. The first always stays, others while there is room:
 * short ones first, for more of them go in, and then as much of their texts as can be shown.
 */
export function lineOf(parts: readonly Part[], byImportance: readonly Part[], columns = Infinity): string {
  const chosen = new Map<Part, string>()
  let room = columns + BETWEEN.length
  const choose = (part: Part, text: string) => {
    chosen.set(part, text)
    room -= widthOf(text)
  }
  for (const essential of [true, false]) {
    const tier = byImportance.filter((part) => part.essential === essential)
    for (const part of tier) {
      const { text, short = text } = part
      const most = room - BETWEEN.length
      if (chosen.size > 0 && widthOf(short) > most) continue
      room -= BETWEEN.length
      choose(part, cut(short, most))
    }
    for (const part of tier) {
      const before = chosen.get(part)
      if (before === undefined) continue
      const most = room + widthOf(before)
      const longer = longest(part, most)
      if (longer === undefined) continue
      room = most
      choose(part, longer)
    }
  }
  return parts
    .flatMap((part) => {
      const text = chosen.get(part)
      return text === undefined || text === '' ? [] : (part.paint?.(text) ?? text)
    })
    .join(BETWEEN)
}

/** As much of the text as there is room for, if that says more than the short one. */
function longest({ text, short = text, mayBeCut }: Part, columns: number): string | undefined {
  if (widthOf(text) <= columns) return text
  return mayBeCut && columns >= widthOf(short) + WORTH_CUTTING ? cut(text, columns) : undefined
}

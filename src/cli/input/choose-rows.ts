/** Which rows of the input are worked on. */
import { seededRandom } from '../../util/random.ts'

export interface Choice {
  /** Rows from and to, counted from 1, both included. */
  readonly range?: Range | undefined
  /** So many rows of the range, drawn by chance. */
  readonly sample?: number | undefined
  /** The same seed draws the same rows. */
  readonly seed?: number | undefined
  /** The first so many of what range and sample leave. */
  readonly limit?: number | undefined
}

export interface Range {
  readonly from: number
  /** `Infinity` for the end. */
  readonly to: number
}

const EVERYTHING: Range = { from: 1, to: Infinity }

/** How many of `total` rows are chosen. */
export function countChosen({ range = EVERYTHING, sample, limit }: Choice, total: number): number {
  const within = Math.max(0, Math.min(total, range.to) - range.from + 1)
  return Math.min(within, sample ?? Infinity, limit ?? Infinity)
}

/** How many rows must be known to exist before the first is chosen: a sample needs them all. */
export const lastNeeded = ({ range = EVERYTHING, sample, limit }: Choice): number =>
  sample === undefined ? Math.min(range.to, range.from - 1 + (limit ?? Infinity)) : range.to

export interface Chooser {
  /** Whether the next row is chosen; asked for each in turn, from the first. */
  take(): boolean
  /** Whether no further row will be chosen. */
  readonly ended: boolean
}

/**
 * Draws a sample of `total` rows in their order, each set of rows with the same probability (Knuth, The Art of
 * Computer Programming 2, 3.4.2, algorithm S), holding no row.
 */
export function chooseRows(choice: Choice, total = Infinity): Chooser {
  const { range = EVERYTHING, sample, seed = 0 } = choice
  const random = seededRandom(seed)
  const last = lastNeeded(choice)
  let row = 0
  let wanted = countChosen(choice, total)
  let drawable = countChosen({ range }, total)
  let toDraw = Math.min(sample ?? drawable, drawable)
  const drawn = (): boolean => {
    if (row < range.from || row > range.to || wanted === 0) return false
    return sample === undefined || drawable-- * random() < toDraw
  }
  return {
    take() {
      row++
      if (!drawn()) return false
      toDraw--
      wanted--
      return true
    },
    get ended() {
      return wanted === 0 || row >= last
    },
  }
}

/** Chooses the rows of the input that a run works on. */
import { seededRandom } from '../../util/random.ts'

export interface RowChoice {
  readonly range?: RowRange | undefined
  /** The size of a random sample of the range. */
  readonly sample?: number | undefined
  /** Seed of the random sample. */
  readonly seed?: number | undefined
  /** Maximum number of rows, applied after range and sample. */
  readonly limit?: number | undefined
}

/** Rows are numbered from 1; both ends are included. */
export interface RowRange {
  readonly from: number
  /** `Infinity` for the last row. */
  readonly to: number
}

const ALL_ROWS: RowRange = { from: 1, to: Infinity }

/** How many of `total` rows are chosen. */
export function countChosen({ range = ALL_ROWS, sample, limit }: RowChoice, total: number): number {
  const within = Math.max(0, Math.min(total, range.to) - range.from + 1)
  return Math.min(within, sample ?? Infinity, limit ?? Infinity)
}

/** The last row that must be read to count the chosen ones; a sample needs the whole range. */
export const lastRowNeeded = ({ range = ALL_ROWS, sample, limit }: RowChoice): number =>
  sample === undefined ? Math.min(range.to, range.from - 1 + (limit ?? Infinity)) : range.to

/**
 * Chooses rows in one pass without storing any. Each sample of `total` rows has the same probability (Knuth, The Art
 * of Computer Programming 2, 3.4.2, algorithm S).
 */
export function chooseRows(choice: RowChoice, total = Infinity) {
  const { range = ALL_ROWS, sample, seed = 0 } = choice
  const random = seededRandom(seed)
  const last = lastRowNeeded(choice)
  let row = 0
  let remaining = countChosen(choice, total)
  let candidates = countChosen({ range }, total)
  let remainingSample = Math.min(sample ?? candidates, candidates)
  return {
    /** Whether the next row is chosen; call it once for each row in order. */
    takeNext(): boolean {
      row++
      if (row < range.from || row > range.to || remaining === 0) return false
      if (sample !== undefined && candidates-- * random() >= remainingSample) return false
      remainingSample--
      remaining--
      return true
    },
    /** No further row will be chosen. */
    get ended(): boolean {
      return remaining === 0 || row >= last
    },
  }
}

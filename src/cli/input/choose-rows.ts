/** Chooses the rows of the input that a run works on. */
import { seededRandom } from '../../util/random.ts'

export interface RowChoice {
  readonly range?: RowRange | undefined
  /** Number of rows to draw at random from the range. */
  readonly sample?: number | undefined
  /** Seed of the random sample. */
  readonly seed?: number | undefined
  /** Maximum number of rows; applies after range and sample. */
  readonly limit?: number | undefined
}

/** A range of rows, numbered from 1. Includes both ends. */
export interface RowRange {
  readonly from: number
  /** `Infinity` means the last row of the input. */
  readonly to: number
}

const ALL_ROWS: RowRange = { from: 1, to: Infinity }

export function countChosen({ range = ALL_ROWS, sample, limit }: RowChoice, total: number): number {
  const within = Math.max(0, Math.min(total, range.to) - range.from + 1)
  return Math.min(within, sample ?? Infinity, limit ?? Infinity)
}

/**
 * Returns the last row that must be read to know how many rows are chosen. For a sample, that is the end of the range.
 */
export const lastRowNeeded = ({ range = ALL_ROWS, sample, limit }: RowChoice): number =>
  sample === undefined ? Math.min(range.to, range.from - 1 + (limit ?? Infinity)) : range.to

/**
 * Chooses rows in one pass without storing any; a sample needs `total`. All samples of the same size are
 * equally probable (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
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
    /** Returns whether the next row is chosen. Must be called once for each row, in order. */
    takeNext(): boolean {
      row++
      if (row < range.from || row > range.to || remaining === 0) return false
      if (sample !== undefined && candidates-- * random() >= remainingSample) return false
      remainingSample--
      remaining--
      return true
    },
    /** True if no further row will be chosen. */
    get ended(): boolean {
      return remaining === 0 || row >= last
    },
  }
}

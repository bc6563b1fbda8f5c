/** What a scenario of `sifaka bench` gets and returns. */
import type { Settings } from '../../../config/schema.ts'
import type { EngineIo } from '../../../engine/io.ts'

/** `text` is shown as it is; all other values are numbers in this unit. */
export type ColumnUnit = 'text' | 'ms' | 'number' | 'factor' | 'share' | 'mb'

export interface BenchRow {
  /** One value per column; null: not measured. */
  readonly values: readonly (string | number | null)[]
  /** The condition of `passed`, in words. */
  readonly target: string
  readonly passed: boolean
  /** True if the row was measured in virtual time. */
  readonly simulated: boolean
}

export interface BenchTable {
  readonly title: string
  /** The units of the columns by their names, from left to right. */
  readonly columns: Readonly<Record<string, ColumnUnit>>
  readonly rows: readonly BenchRow[]
}

export interface BenchContext {
  /** The latencies of the reference task are multiplied by this. */
  readonly scale: number
  /** If true, all rows that can be are measured in virtual time. */
  readonly isVirtual: boolean
  readonly io: EngineIo
  /** The settings of a run with a real model; undefined: the simulated provider. */
  readonly real: Settings | undefined
  /** Reports progress. */
  readonly say: (line: string) => void
}

export interface Scenario {
  readonly name: string
  readonly summary: string
  /** Whether it can run on a real provider. */
  readonly takesModel?: boolean
  readonly run: (context: BenchContext) => Promise<BenchTable>
}

/** Rows that would take longer are measured in virtual time. */
const MAX_REAL_MS = 60_000

export const runsInVirtualTime = ({ isVirtual }: BenchContext, expectedMs: number): boolean =>
  isVirtual || expectedMs > MAX_REAL_MS

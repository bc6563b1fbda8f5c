import type { AmountByUnit } from '../units.ts'

/** A refused call of any process: its position among the calls of all processes to the model, and its shared times. */
export interface SharedRefusal {
  readonly sequence: number
  readonly sentMs: number
}

/** The rate that a refused call has shown: the call, the rate, and number and time of the calls that were measured. */
export interface LearnedRate extends SharedRefusal {
  readonly perMs: number
  readonly calls: number
  readonly durationMs: number
}

/** What the processes have learned of a model's rate limit. */
export interface RateUpdate {
  readonly learned?: LearnedRate | undefined
  /** Refused calls of other processes since the last update. */
  readonly refusals: readonly SharedRefusal[]
}

export type Reservation =
  | { readonly isFull: true; readonly processes: number }
  | (RateUpdate & {
      readonly isFull: false
      /** Number of processes that share the account. */
      readonly processes: number
      /** Shared time of the reservation. */
      readonly nowMs: number
      /** What all processes have reserved so far for the model, including this call. */
      readonly total: AmountByUnit
    })

/** The state that all processes of one account share. */
export interface Ledger {
  /**
   * Reserves a call, and a slot if `maxSlots` limits the calls in flight; `slots` are those that this process uses. The
   * slots of a process that dies become free. Rejects if the ledger cannot be reached.
   */
  readonly reserve: (
    model: string,
    use: AmountByUnit,
    limits: { readonly slots: number; readonly maxSlots: number | undefined },
  ) => Promise<Reservation>
  /** Stores the number of slots that this process uses from now on. */
  readonly release: (slots: number) => Promise<void>
  readonly readUpdate: (model: string) => Promise<RateUpdate>
  readonly refuse: (model: string, refusal: SharedRefusal, learned: LearnedRate | undefined) => void
  readonly close: () => Promise<void>
}

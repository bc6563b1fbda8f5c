/** This number of refusals among this number of successive calls proves a limit; fewer may have another cause. */
const PROOFS = [
  { refusals: 2, calls: 3 },
  { refusals: 5, calls: 50 },
] as const
/** While refusals have another cause ("noise"), the number that proves a limit in addition to those from the noise. */
const NOISY_PROOF = { refusals: 3, calls: 20 } as const
/** The largest share of refused calls that is attributed to noise. */
const MAX_NOISE = 0.5
const REMEMBERED = 20
/** Refusals of at least this number, and of more than this share of the calls below the measured rate, are noise. */
const MIN_NOISE = { refusals: 3, share: 0.004 } as const
/** Above the measured rate, noise explains refusals up to this multiple of its share, plus this number. */
const EXPLAINED = { factor: 2, refusals: 4 } as const

/** Judges whether refused calls prove a limit on the rate, or have another cause. */
export class Refusals {
  /** Positions of the latest refused calls since the last proof, in the order of sending. */
  #sequences: readonly number[] = []
  /** Calls that were sent below and above the measured rate. */
  readonly #below = { calls: 0, refused: 0 }
  readonly #above = { calls: 0, refused: 0 }

  recordSent(isBelowMeasured: boolean): void {
    this.#part(isBelowMeasured).calls++
  }

  recordRefused(sequence: number, isBelowMeasured: boolean): void {
    this.#sequences = [...this.#sequences, sequence].slice(-REMEMBERED)
    this.#part(isBelowMeasured).refused++
  }

  /** Whether refusals have a cause that does not depend on the rate of the calls. */
  get isNoisy(): boolean {
    const isFrequent = this.#below.refused >= MIN_NOISE.refusals && this.#noise > MIN_NOISE.share
    const explained = EXPLAINED.refusals + EXPLAINED.factor * this.#noise * this.#above.calls
    return isFrequent && this.#above.refused <= explained
  }

  /** Whether the refusals up to this one prove a limit. */
  prove(sequence: number): boolean {
    const among = (calls: number) => this.#sequences.filter((each) => sequence - each < calls).length
    if (!this.isNoisy) return PROOFS.some(({ refusals, calls }) => among(calls) >= refusals)
    const { refusals, calls } = NOISY_PROOF
    return among(calls) >= refusals + Math.min(MAX_NOISE, this.#noise) * calls
  }

  /** Call this after a proof. */
  forget(): void {
    this.#sequences = []
  }

  get #noise(): number {
    return this.#below.refused / this.#below.calls
  }

  #part(isBelowMeasured: boolean) {
    return isBelowMeasured ? this.#below : this.#above
  }
}

import { OUTCOMES, type Outcome } from '../../core/types.ts'
import type { Span } from '../results/rewrite.ts'
import {
  decodeFingerprint,
  encodeFingerprint,
  FINGERPRINT_PARTS as PARTS,
  type Fingerprint,
  type FingerprintMatch,
} from './fingerprint.ts'
import { idIndex } from './id-index.ts'

export interface EarlierResult {
  readonly outcome: Outcome
  /** True if the prompt ended in an error. */
  readonly failed: boolean
  /** Position of the result in the results file. */
  readonly span: Span
  /** Compares `fingerprint` with the stored one; undefined if none is stored. */
  match(fingerprint: Fingerprint): FingerprintMatch | undefined
}

/** A state is the position of the outcome in `OUTCOMES`, times eight, plus these flags. */
const TAKEN = 1
const FAILED = 2
const HAS_FINGERPRINT = 4
const OUTCOME = 8

/** What the record of a result says. */
interface StoredResult {
  readonly id: string
  readonly outcome: Outcome
  readonly failed: boolean
  readonly fingerprint: string | undefined
}

/**
 * The results of an earlier run, in about forty bytes each. If several results have the same id, the last one counts.
 */
export class EarlierResults {
  readonly #positions = idIndex()
  #digests = new Uint32Array(PARTS.length * 1024)
  #spans = new Float64Array(2 * 1024)
  #states = new Uint8Array(1024)
  #count = 0

  get size(): number {
    return this.#positions.size
  }

  add({ id, outcome, failed, fingerprint }: StoredResult, span: Span): void {
    const position = this.#count++
    if (position === this.#states.length) this.#grow()
    this.#spans.set([span.offset, span.bytes], 2 * position)
    const digests = decodeFingerprint(fingerprint)
    if (digests) this.#digests.set(digests, PARTS.length * position)
    const flags = (failed ? FAILED : 0) + (digests ? HAS_FINGERPRINT : 0)
    this.#states[position] = OUTCOME * OUTCOMES.indexOf(outcome) + flags
    this.#positions.set(id, position)
  }

  /** Marks the result with this id as taken and returns it. */
  take(id: string): EarlierResult | undefined {
    const position = this.#positions.get(id)
    if (position === undefined) return undefined
    const state = this.#states[position] ?? 0
    this.#states[position] = state | TAKEN
    const digests = this.#digests.slice(PARTS.length * position, PARTS.length * (position + 1))
    return {
      outcome: OUTCOMES[Math.floor(state / OUTCOME)] ?? 'failed',
      failed: (state & FAILED) !== 0,
      span: { offset: this.#spans[2 * position] ?? 0, bytes: this.#spans[2 * position + 1] ?? 0 },
      match(fingerprint) {
        if ((state & HAS_FINGERPRINT) === 0) return undefined
        const given = decodeFingerprint(encodeFingerprint(fingerprint))
        const isSame = (part: keyof Fingerprint) =>
          digests[PARTS.indexOf(part)] === given?.[PARTS.indexOf(part)]
        return {
          generation: isSame('generation'),
          validators: isSame('validators'),
          critics: isSame('critics'),
          limits: isSame('limits'),
        }
      },
    }
  }

  /** Whether the result at this offset is the last one with this id and was not taken. */
  isUntaken(id: string, offset: number): boolean {
    const position = this.#positions.get(id)
    if (position === undefined) return false
    return ((this.#states[position] ?? 0) & TAKEN) === 0 && this.#spans[2 * position] === offset
  }

  #grow(): void {
    const [digests, spans, states] = [this.#digests, this.#spans, this.#states]
    this.#digests = new Uint32Array(2 * digests.length)
    this.#digests.set(digests)
    this.#spans = new Float64Array(2 * spans.length)
    this.#spans.set(spans)
    this.#states = new Uint8Array(2 * states.length)
    this.#states.set(states)
  }
}

import type { ResultRecord } from '../../core/record.ts'
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

type StoredResult = Pick<ResultRecord, 'id' | 'index' | 'thoughtId' | 'outcome' | 'error' | 'fingerprint'>

export interface EarlierResult {
  readonly outcome: Outcome
  /** The position of the prompt in the input of that run. */
  readonly index: number
  /** Whether a fingerprint is stored with the result. */
  readonly hasFingerprint: boolean
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

/** The results of an earlier run, in less than fifty bytes each. Of several with the same id, the last one counts. */
export class EarlierResults {
  readonly #positions = idIndex()
  #digests = new Uint32Array(PARTS.length * 1024)
  #spans = new Float64Array(2 * 1024)
  #states = new Uint8Array(1024)
  #marks = new Uint32Array(1024)
  #indexes = new Uint32Array(1024)
  #count = 0

  get size(): number {
    return this.#positions.size
  }

  add({ id, index, thoughtId, outcome, error, fingerprint }: StoredResult, span: Span): void {
    const position = this.#count++
    if (position === this.#states.length) this.#grow()
    this.#spans.set([span.offset, span.bytes], 2 * position)
    const digests = decodeFingerprint(fingerprint)
    if (digests) this.#digests.set(digests, PARTS.length * position)
    const flags = (error ? FAILED : 0) + (digests ? HAS_FINGERPRINT : 0)
    this.#states[position] = OUTCOME * OUTCOMES.indexOf(outcome) + flags
    this.#marks[position] = Number.parseInt(thoughtId.slice(0, 8), 16) >>> 0
    this.#indexes[position] = index
    this.#positions.set(id, position)
  }

  /** Identifies the current result of the prompt; undefined if there is none. */
  markOf(id: string): number | undefined {
    const position = this.#positions.get(id)
    return position === undefined ? undefined : this.#marks[position]
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
      index: this.#indexes[position] ?? 0,
      hasFingerprint: (state & HAS_FINGERPRINT) !== 0,
      failed: (state & FAILED) !== 0,
      span: { offset: this.#spans[2 * position] ?? 0, bytes: this.#spans[2 * position + 1] ?? 0 },
      match(fingerprint) {
        if ((state & HAS_FINGERPRINT) === 0) return undefined
        const current = decodeFingerprint(encodeFingerprint(fingerprint))
        const isSame = (part: keyof Fingerprint) =>
          digests[PARTS.indexOf(part)] === current?.[PARTS.indexOf(part)]
        return {
          generation: isSame('generation'),
          validators: isSame('validators'),
          critics: isSame('critics'),
          limits: isSame('limits'),
        }
      },
    }
  }

  /** Whether the result at this place is the last one with this id. */
  isCurrent(id: string, { offset }: Span): boolean {
    const position = this.#positions.get(id)
    return position !== undefined && this.#spans[2 * position] === offset
  }

  /** Whether there is a result with this id that was not taken. */
  isUntaken(id: string): boolean {
    const position = this.#positions.get(id)
    return position !== undefined && ((this.#states[position] ?? 0) & TAKEN) === 0
  }

  #grow(): void {
    this.#digests = copyTo(new Uint32Array(2 * this.#digests.length), this.#digests)
    this.#spans = copyTo(new Float64Array(2 * this.#spans.length), this.#spans)
    this.#states = copyTo(new Uint8Array(2 * this.#states.length), this.#states)
    this.#marks = copyTo(new Uint32Array(2 * this.#marks.length), this.#marks)
    this.#indexes = copyTo(new Uint32Array(2 * this.#indexes.length), this.#indexes)
  }
}

function copyTo<T extends { set(values: T): void }>(target: T, values: T): T {
  target.set(values)
  return target
}

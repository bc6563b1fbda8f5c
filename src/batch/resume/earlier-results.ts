/** What an earlier run left, in some forty bytes a result: which prompt, from what settings, with which outcome. */
import { OUTCOMES, type Outcome } from '../../core/types.ts'
import { idIndex } from './id-index.ts'
import type { Span } from '../results/rewrite.ts'

/** Of what a result was made, as short digests: the same digest, the same making. */
export interface Making {
  /** Prompt, model and sampling: all that a text depends on. */
  readonly writing: string
  readonly validators: string
  readonly critics: string
  /** How long one goes on: of no matter for a text that was accepted. */
  readonly limits: string
}

export interface Earlier {
  readonly outcome: Outcome
  /** Whether an error ended it. */
  readonly failed: boolean
  /** Where it stands in the results. */
  readonly span: Span
  /** Which parts of the making are the same today; undefined where nobody kept of what it was made. */
  same(making: Making): { readonly [Part in keyof Making]: boolean } | undefined
}

export interface EarlierResults {
  /** How many ids there are. */
  readonly size: number
  /** Of two with one id the later counts. */
  add(result: { id: string; outcome: Outcome; failed: boolean }, span: Span): void
  /** Of what the latest result of this id was made. */
  readonly made: (id: string, making: Making) => void
  /** The latest result of this id; from then on it counts as asked for. */
  take(id: string): Earlier | undefined
  /** Whether the result at this place is the latest of its id, and nobody asked for it. */
  isLeft(id: string, offset: number): boolean
}

const PARTS = ['writing', 'validators', 'critics', 'limits'] as const
/** A digest's first eight hexadecimal digits; 0 stands for nothing kept. */
const short = (digest: string): number => Math.max(1, Number.parseInt(digest.slice(0, 8), 16) >>> 0)

const ASKED = 1
const FAILED = 2
const OUTCOME = 4

export function earlierResults(): EarlierResults {
  const positions = idIndex()
  let makings = new Uint32Array(PARTS.length * 1024)
  let spans = new Float64Array(2 * 1024)
  /** The outcome's position, times four, and the two flags. */
  let states = new Uint8Array(1024)
  let count = 0
  const grow = (): void => {
    const wider = [new Uint32Array(2 * makings.length), new Float64Array(2 * spans.length)] as const
    wider[0].set(makings)
    wider[1].set(spans)
    ;[makings, spans] = wider
    const more = new Uint8Array(2 * states.length)
    more.set(states)
    states = more
  }
  return {
    get size() {
      return positions.size
    },
    add({ id, outcome, failed }, { offset, bytes }) {
      if (count === states.length) grow()
      spans.set([offset, bytes], 2 * count)
      states[count] = OUTCOME * OUTCOMES.indexOf(outcome) + (failed ? FAILED : 0)
      positions.set(id, count++)
    },
    made(id, making) {
      const at = positions.get(id)
      if (at !== undefined)
        makings.set(
          PARTS.map((part) => short(making[part])),
          PARTS.length * at,
        )
    },
    take(id) {
      const at = positions.get(id)
      if (at === undefined) return undefined
      const state = states[at] ?? 0
      states[at] = state | ASKED
      const kept = makings.slice(PARTS.length * at, PARTS.length * (at + 1))
      return {
        outcome: OUTCOMES[Math.floor(state / OUTCOME)] ?? 'failed',
        failed: (state & FAILED) !== 0,
        span: { offset: spans[2 * at] ?? 0, bytes: spans[2 * at + 1] ?? 0 },
        same(making) {
          if (kept[0] === 0) return undefined
          const [writing, validators, critics, limits] = PARTS.map(
            (part, index) => kept[index] === short(making[part]),
          )
          return { writing, validators, critics, limits } as { [Part in keyof Making]: boolean }
        },
      }
    },
    isLeft(id, offset) {
      const at = positions.get(id)
      return at !== undefined && ((states[at] ?? 0) & ASKED) === 0 && spans[2 * at] === offset
    },
  }
}

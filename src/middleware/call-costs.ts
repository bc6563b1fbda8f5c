import { ProviderError } from '../core/errors.ts'
import type { Model, ModelRequest } from '../core/ports.ts'
import { estimateRequestTokens } from '../core/request-tokens.ts'
import type { Usage, Waste } from '../core/types.ts'
import { estimateTokens } from '../util/tokens.ts'

/** Assumed maximum output of a call without `maxTokens`, until `MIN_ANSWERS` answers were received. */
const ASSUMED_OUTPUT_TOKENS = 4096
const MIN_ANSWERS = 5
/** Afterwards, the assumed maximum is a multiple of the longest answer; the multiple is smaller for long answers. */
const SHORT_FACTOR = 4
const LONG_FACTOR = 1.5
const MIN_OUTPUT_TOKENS = 64
/** The real number of input tokens may be up to this multiple of the estimate. */
const INPUT_FACTOR = 1.5
/** Assumed output of a call that is interrupted before its first text, until an answer shows a real length. */
const UNKNOWN_OUTPUT_TOKENS = 1024

/** Estimates the cost of attempts at calls to one model, from the answers so far. */
export class CallCosts {
  readonly #model: Model
  readonly #lengths = { text: newAnswerLengths(), json: newAnswerLengths() }
  readonly #input = { estimated: 0, reported: 0 }

  constructor(model: Model) {
    this.#model = model
  }

  recordAnswer(request: ModelRequest, { inputTokens, outputTokens }: Usage): void {
    const lengths = this.#lengthsOf(request)
    lengths.answers++
    lengths.longestTokens = Math.max(lengths.longestTokens, outputTokens)
    this.#input.estimated += estimateRequestTokens(request)
    this.#input.reported += inputTokens
  }

  atMost(request: ModelRequest): Waste {
    const maxOutput = request.maxTokens ?? maxOutputTokens(this.#lengthsOf(request))
    return this.#cost(estimateRequestTokens(request) * INPUT_FACTOR, maxOutput)
  }

  /** The cost of an interrupted attempt. Even if nothing was received, the model may have written a whole answer. */
  interrupted(request: ModelRequest, received: string): Waste {
    const { answers, longestTokens } = this.#lengthsOf(request)
    const whole = Math.min(request.maxTokens ?? Infinity, answers > 0 ? longestTokens : UNKNOWN_OUTPUT_TOKENS)
    const { estimated, reported } = this.#input
    const inputTokens = estimateRequestTokens(request) * (estimated > 0 ? reported / estimated : 1)
    return this.#cost(inputTokens, received === '' ? whole : estimateTokens(received))
  }

  #lengthsOf({ schema }: ModelRequest): AnswerLengths {
    return this.#lengths[schema ? 'json' : 'text']
  }

  #cost(inputTokens: number, outputTokens: number): Waste {
    const tokens = { inputTokens: Math.ceil(inputTokens), outputTokens: Math.ceil(outputTokens) }
    return { attempts: 1, ...tokens, costUsd: this.#model.cost?.(tokens) ?? null }
  }
}

const newAnswerLengths = () => ({ answers: 0, longestTokens: MIN_OUTPUT_TOKENS })
type AnswerLengths = ReturnType<typeof newAnswerLengths>

function maxOutputTokens({ answers, longestTokens }: AnswerLengths): number {
  if (answers < MIN_ANSWERS) return Math.max(ASSUMED_OUTPUT_TOKENS, LONG_FACTOR * longestTokens)
  return Math.min(SHORT_FACTOR * longestTokens, Math.max(ASSUMED_OUTPUT_TOKENS, LONG_FACTOR * longestTokens))
}

/** Whether a failed attempt may be billed: not if it was never sent, or a response refused it. */
export function isBilledByEstimate(error: unknown, received: string): boolean {
  if (!(error instanceof ProviderError)) return true
  if (error.isUnsent) return false
  if (received !== '' || error.kind === 'answer-unusable') return true
  if (error.kind === 'server') return error.status === undefined
  return !error.isAnswer
}

/** Which parts the requests to one model contain; corrected whenever the model's API refuses a part. */
import type { DroppedSetting } from '../../core/types.ts'

/**
 * How a model is asked for JSON, from strict to lenient: by a schema, by a tool that it must call, by asking for any
 * JSON object, or only in the prompt.
 */
export type StructuredMode = 'json_schema' | 'tool' | 'json_object' | 'none'

export type RequestPart = DroppedSetting | 'maxTokens' | 'structured' | 'optionalSchema' | 'streamOptions'

/** A part of a request body that some APIs or models refuse. */
export interface RefusablePart {
  readonly part: RequestPart
  /** The fields of the body that the part may be in. */
  readonly fields: readonly string[]
  /** Matches error messages of servers that say that they do not accept this part. */
  readonly named: RegExp
}

export class RequestForm {
  readonly #modes: readonly StructuredMode[]
  readonly #refusals: Map<RequestPart, string>
  #step = 0
  #revision = 0
  /** The maximum of output tokens, if the API has stated one. */
  maxTokensLimit = Infinity
  /** Until this time, no request asks for the tier `flex`, which had no capacity. */
  flexPausedUntilMs = 0
  /** Whether answers begin with reasoning whose opening mark is part of the prompt. */
  startsWithReasoning = false

  /** `unsupported` are parts that the API does not have at all. */
  constructor(modes: readonly StructuredMode[], unsupported: readonly RequestPart[]) {
    this.#modes = modes
    this.#refusals = new Map(unsupported.map((part) => [part, '']))
  }

  get structured(): StructuredMode {
    return this.#modes[this.#step] ?? 'none'
  }

  /** Whether the model refused the strictest structured mode. */
  get hasSteppedDown(): boolean {
    return this.#step > 0
  }

  /** Changes with every correction. */
  get revision(): number {
    return this.#revision
  }

  accepts(part: RequestPart): boolean {
    return !this.#refusals.has(part)
  }

  /** The API's message when it refused the part; empty if the API is known not to have the part. */
  refusalOf(part: RequestPart): string {
    return this.#refusals.get(part) ?? ''
  }

  /** Returns false if there is nothing left to correct. */
  refuse(part: RequestPart, reason: string): boolean {
    if (part === 'structured') {
      if (this.#step >= this.#modes.length - 1) return false
      this.#step++
    } else {
      if (this.#refusals.has(part)) return false
      this.#refusals.set(part, reason)
    }
    this.#revision++
    return true
  }

  /** Returns false unless the limit is lower than the one known before. */
  limitMaxTokens(limit: number): boolean {
    if (!(limit < this.maxTokensLimit)) return false
    this.maxTokensLimit = limit
    this.#revision++
    return true
  }
}

/** Reads an answer of Anthropic's messages API, streamed or whole. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import type { Answer, FinishReason } from '../../core/types.ts'
import { fieldOf } from '../../util/json/object.ts'
import { reportedFigure as figure } from '../pricing/call-usage.ts'
import { finishAnswer } from './finish-answer.ts'
import { DONE } from './read-parts.ts'
import type { ApiCall } from './sdk-client.ts'
import type { sendRequest } from './send.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'
import { sumOf } from '../../util/statistics.ts'

const string = z.string().nullish()
const tokenUsage = lazyObject(() => ({
  input_tokens: figure,
  cache_creation_input_tokens: figure,
  cache_read_input_tokens: figure,
  output_tokens: figure,
  service_tier: string.catch(undefined),
}))
  .nullish()
  .catch(undefined)
type TokenUsage = NonNullable<z.output<typeof tokenUsage>>

const block = lazyObject(() => ({ text: string, thinking: string, input: z.unknown().optional() }))
const delta = lazyObject(() => ({
  text: string,
  partial_json: string,
  thinking: string,
  stop_reason: string,
})).nullish()

/** The most frequent event, whose other fields do not matter. */
const deltaPart = lazyObject(() => ({ type: z.literal('content_block_delta'), delta }))

const isDelta = (part: unknown): boolean => fieldOf(part, 'type') === 'content_block_delta'

/** A whole message, or one event of a stream. */
const answerPart = lazyObject(() => ({
  type: z.string(),
  /** In `message_start`. */
  message: z.object({ model: string, usage: tokenUsage }).nullish(),
  /** In `content_block_start`; its text is usually empty. */
  content_block: block.nullish(),
  /** In `content_block_delta`: text, tool input or reasoning. In `message_delta`: the stop reason. */
  delta,
  /** In `message_delta`: totals so far. In a whole message: the totals. */
  usage: tokenUsage,
  /** The remaining fields of a whole message. */
  model: string,
  content: z.array(block).nullish(),
  stop_reason: string,
}))

type AnswerPart = z.output<typeof answerPart>

/** Throws a `ProviderError` if the answer is incomplete or has no text. */
export async function readAnthropicAnswer(
  call: ApiCall,
  { parts, getHeader }: Awaited<ReturnType<typeof sendRequest>>,
): Promise<Answer> {
  const answer = new ReceivedMessages(call)
  for await (const part of parts) {
    if (part === DONE) answer.isComplete = true
    else answer.add((isDelta(part) ? deltaPart : answerPart).parse(part))
  }
  return finishAnswer(call, { ...answer.end(), requestId: getHeader('request-id') })
}

/** What has arrived of an answer. */
class ReceivedMessages {
  readonly #request: ModelRequest
  /** True after the whole answer, or the last event of a stream. */
  isComplete = false
  #text = ''
  #reasoning = ''
  #hasContent = false
  #model: string
  #stopReason = ''
  /** The usage of each message in the response; a response may contain several messages. */
  readonly #usages: TokenUsage[] = []

  constructor({ modelId, request }: ApiCall) {
    this.#request = request
    this.#model = modelId
  }

  add({ type, message, content_block, delta, usage, content, ...part }: AnswerPart): void {
    if (type === 'message_start' || type === 'message') this.#begin()
    for (const { text, thinking, input } of content ?? []) {
      this.#append(input === undefined ? text : JSON.stringify(input), thinking)
    }
    if (content_block) this.#append(content_block.text, content_block.thinking)
    if (delta) this.#append(delta.text ?? delta.partial_json, delta.thinking)
    this.#model = part.model || message?.model || this.#model
    this.#stopReason = part.stop_reason ?? delta?.stop_reason ?? this.#stopReason
    for (const known of [message?.usage, usage]) if (known) replaceKnown(this.#usages.at(-1) ?? {}, known)
    if (type === 'message_stop' || type === 'message') this.isComplete = true
  }

  #begin(): void {
    // Some proxies begin a second answer when the first one breaks off.
    if (this.#text !== '' && this.#request.stream) this.#request.onRestart?.()
    this.#text = ''
    this.#reasoning = ''
    this.#stopReason = ''
    this.#usages.push({})
  }

  end() {
    // If the connection closes early, the parts end without an error.
    if (!this.isComplete && this.#stopReason === '')
      throw new ProviderError('stream', 'the stream ended before the answer was complete')
    return {
      text: this.#text,
      reasoning: this.#reasoning,
      model: this.#model,
      finishReason: FINISH_REASONS.get(this.#stopReason) ?? 'stop',
      hasContent: this.#hasContent,
      reported: totalTokens(this.#usages),
      serviceTier: this.#usages.at(-1)?.service_tier,
    }
  }

  #append(text: string | null | undefined, thinking: string | null | undefined): void {
    this.#hasContent ||= typeof text === 'string'
    this.#text += text ?? ''
    this.#reasoning += thinking ?? ''
    if (this.#request.stream && text) this.#request.onDelta?.(text)
  }
}

function replaceKnown(total: TokenUsage, reported: TokenUsage): void {
  for (const [name, value] of Object.entries(reported)) {
    if (value !== null && value !== undefined) Object.assign(total, { [name]: value })
  }
}

/** Undefined figures are unknown. The API's `input_tokens` exclude input read from or written to its cache. */
function totalTokens(usages: readonly TokenUsage[]) {
  const sum = (name: Exclude<keyof TokenUsage, 'service_tier'>): number | undefined => {
    const known = usages.map((usage) => usage[name]).filter((value) => typeof value === 'number')
    return known.length === 0 ? undefined : sumOf(known)
  }
  const uncached = sum('input_tokens')
  const written = sum('cache_creation_input_tokens') ?? 0
  const cached = sum('cache_read_input_tokens')
  return {
    input: uncached === undefined ? undefined : uncached + written + (cached ?? 0),
    output: sum('output_tokens'),
    cached,
    written,
  }
}

/** Stop reasons that are not listed mean `stop`. */
const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  // Classifiers of the provider have intervened.
  ['refusal', 'filtered'],
])

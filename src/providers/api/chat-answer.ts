/** Reads an answer of the chat completions API, in the forms in which the many servers of that API write it. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import type { Answer, FinishReason } from '../../core/types.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { chatUsage, reportedUsage } from './chat-usage.ts'
import { finishAnswer } from './finish-answer.ts'
import { DONE, reportsError } from './read-parts.ts'
import type { RequestForm } from './request-form.ts'
import type { ApiCall } from './sdk-client.ts'
import type { sendRequest } from './send.ts'
import { ThoughtSplitter } from './thought-splitter.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

const string = z.string().nullish()

/** Mistral's parts: `{ type: 'text', text }` and `{ type: 'thinking', thinking: [parts] }`. */
const contentParts = z.array(lazyObject(() => ({ text: string, thinking: z.unknown().optional() })))

const message = lazyObject(() => ({
  /** A text, or parts. */
  content: z.unknown().optional(),
  refusal: string,
  reasoning: z.unknown().optional(),
  reasoning_content: z.unknown().optional(),
})).nullish()

/** A complete answer or one event of a stream. Only the complete answer has `message`; only the event has `delta`. */
const answerPart = lazyObject(() => ({
  model: string,
  choices: z.array(z.object({ message, delta: message, finish_reason: string })).nullish(),
  usage: chatUsage,
  service_tier: string.catch(undefined),
  x_groq: z.object({ usage: chatUsage, error: string }).nullish(),
}))

type AnswerPart = z.output<typeof answerPart>
type Choice = NonNullable<AnswerPart['choices']>[number]

/** Throws a `ProviderError` if the answer is incomplete or has no text. */
export async function readChatAnswer(
  call: ApiCall,
  { parts, getHeader }: Awaited<ReturnType<typeof sendRequest>>,
): Promise<Answer> {
  const answer = new ReceivedChat(call)
  for await (const part of parts) {
    if (part === DONE) answer.isComplete = true
    else if (reportsError(part)) throw new ReportedError({ status: undefined, getHeader, body: part })
    else answer.add(answerPart.parse(part))
  }
  const { usage, ...received } = answer.end()
  return finishAnswer(call, {
    ...received,
    reported: reportedUsage(usage),
    requestId: getHeader('x-request-id'),
    processingMs: readProcessingMs(getHeader('openai-processing-ms'), usage?.total_time),
  })
}

/** What has arrived of an answer. */
class ReceivedChat {
  readonly #request: ModelRequest
  readonly #form: RequestForm
  readonly #splitter: ThoughtSplitter
  /** True after the whole answer, or the last event of a stream. */
  isComplete = false
  #hasContent = false
  #reasoning = ''
  #refusal = ''
  #model: string
  #finish: string | undefined
  #serviceTier: string | undefined
  #usage: z.output<typeof chatUsage>

  constructor({ modelId, request, form }: ApiCall) {
    this.#request = request
    this.#form = form
    this.#splitter = new ThoughtSplitter(form.startsWithReasoning)
    this.#model = modelId
  }

  add({ model, choices, usage, service_tier, x_groq }: AnswerPart): void {
    if (x_groq?.error) throw new ProviderError('stream', x_groq.error)
    this.#model = model || this.#model
    this.#serviceTier = service_tier || this.#serviceTier
    this.#usage = usage ?? x_groq?.usage ?? this.#usage
    const choice = choices?.[0]
    if (choice) this.#addChoice(choice)
  }

  #addChoice({ message, delta, finish_reason }: Choice): void {
    if (message !== undefined) this.isComplete = true
    this.#finish = finish_reason ?? this.#finish
    const piece = message ?? delta
    const content = splitContent(piece?.content)
    if (content) {
      this.#hasContent = true
      this.#reasoning += content.reasoning
      if (content.text !== '') this.#emit(this.#splitter.push(content.text))
    }
    this.#reasoning += textOf(piece?.reasoning_content ?? piece?.reasoning)
    this.#refusal += piece?.refusal ?? ''
  }

  #emit({ text, isRestart }: ReturnType<ThoughtSplitter['push']>): void {
    if (!this.#request.stream) return
    if (isRestart) this.#request.onRestart?.()
    if (text !== '') this.#request.onDelta?.(text)
  }

  end() {
    // If the connection closes early, the parts end without an error.
    if (!this.isComplete && !this.#finish)
      throw new ProviderError('stream', 'the stream ended before the answer was complete')
    if (this.#finish === 'error')
      throw new ProviderError('server', 'the server reported an error in the middle of the answer')
    const finishReason = this.#refusal === '' ? (FINISH_REASONS.get(this.#finish) ?? 'stop') : 'refusal'
    this.#emit(this.#splitter.end({ isTruncated: finishReason === 'length' }))
    if (this.#splitter.lacksOpening) this.#form.startsWithReasoning = true
    return {
      text: this.#splitter.text || this.#refusal,
      reasoning: this.#reasoning + this.#splitter.reasoning,
      model: this.#model,
      finishReason,
      hasContent: this.#hasContent,
      serviceTier: this.#serviceTier,
      usage: this.#usage,
    }
  }
}

/** Undefined if there is neither a text nor parts. */
function splitContent(content: unknown): { readonly text: string; readonly reasoning: string } | undefined {
  if (typeof content === 'string') return { text: content, reasoning: '' }
  const parts = Array.isArray(content) ? contentParts.safeParse(content).data : undefined
  return (
    parts && {
      text: parts.map(({ text }) => text ?? '').join(''),
      reasoning: parts.map(({ thinking }) => textOf(thinking)).join(''),
    }
  )
}

/** Reasoning comes as a text or as parts; some servers send objects without text. */
const textOf = (value: unknown): string => splitContent(value)?.text ?? ''

/** Finish reasons that are not listed mean `stop`. */
const FINISH_REASONS: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['content_filter', 'filtered'],
])

function readProcessingMs(
  header: string | undefined,
  seconds: number | null | undefined,
): number | undefined {
  const processingMs = header === undefined ? (seconds ?? Number.NaN) * 1000 : Number(header)
  return processingMs >= 0 ? processingMs : undefined
}

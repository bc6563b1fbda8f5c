/** Reads an answer of the chat completions API, in the forms in which the many servers of that API write it. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import type { Answer, FinishReason } from '../../core/types.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { chatUsage, reportedUsage } from './chat-usage.ts'
import { finishAnswer } from './finish-answer.ts'
import { DONE, reportsError } from './read-parts.ts'
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

/** Throws a `ProviderError` if the answer is incomplete or has no text. */
export async function readChatAnswer(
  call: ApiCall,
  { parts, getHeader }: Awaited<ReturnType<typeof sendRequest>>,
): Promise<Answer> {
  const { modelId, request, form } = call
  const splitter = new ThoughtSplitter(form.startsWithReasoning)
  let reasoning = ''
  let refusal = ''
  let model = modelId
  let finish: string | undefined
  let serviceTier: string | undefined
  let isWhole = false
  let hasContent = false
  let isDone = false
  let usage: z.output<typeof chatUsage>
  const onText = ({ text, isRestart }: ReturnType<ThoughtSplitter['push']>) => {
    if (!request.stream) return
    if (isRestart) request.onRestart?.()
    if (text !== '') request.onDelta?.(text)
  }
  for await (const each of parts) {
    if (each === DONE) {
      isDone = true
      continue
    }
    if (reportsError(each)) throw new ReportedError({ status: undefined, getHeader, body: each })
    const part = answerPart.parse(each)
    const { choices, x_groq } = part
    if (x_groq?.error) throw new ProviderError('stream', x_groq.error)
    const choice = choices?.[0]
    const piece = choice?.message ?? choice?.delta
    isWhole ||= choice?.message !== undefined
    const content = splitContent(piece?.content)
    if (content) {
      hasContent = true
      reasoning += content.reasoning
      if (content.text !== '') onText(splitter.push(content.text))
    }
    reasoning += textOf(piece?.reasoning_content ?? piece?.reasoning)
    refusal += piece?.refusal ?? ''
    model = part.model || model
    serviceTier = part.service_tier || serviceTier
    finish = choice?.finish_reason ?? finish
    usage = part.usage ?? x_groq?.usage ?? usage
  }

  // If the connection closes early, the loop ends without an error.
  if (!isWhole && !isDone && !finish)
    throw new ProviderError('stream', 'the stream ended before the answer was complete')
  if (finish === 'error')
    throw new ProviderError('server', 'the server reported an error in the middle of the answer')
  const finishReason = refusal === '' ? (FINISH_REASONS.get(finish) ?? 'stop') : 'refusal'
  onText(splitter.end({ isTruncated: finishReason === 'length' }))
  if (splitter.lacksOpening) form.startsWithReasoning = true
  return finishAnswer(call, {
    text: splitter.text || refusal,
    reasoning: reasoning + splitter.reasoning,
    model,
    finishReason,
    hasContent,
    reported: reportedUsage(usage),
    serviceTier,
    requestId: getHeader('x-request-id'),
    processingMs: readProcessingMs(getHeader('openai-processing-ms'), usage?.total_time),
  })
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
  ['content_filter', 'refusal'],
])

function readProcessingMs(
  header: string | undefined,
  seconds: number | null | undefined,
): number | undefined {
  const processingMs = header === undefined ? (seconds ?? Number.NaN) * 1000 : Number(header)
  return processingMs >= 0 ? processingMs : undefined
}

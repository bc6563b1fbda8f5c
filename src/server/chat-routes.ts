/** The endpoints of other vendors' APIs. */
import type { Context, Hono } from 'hono'
import { systemClock } from '../core/clock.ts'
import { returnedIteration } from '../core/record.ts'
import type { ChatApi, ChatReply, ChatRequest } from './chat-api.ts'
import type { Answers, ServiceVariables } from './answers.ts'
import { sendEvents } from './event-stream.ts'
import { anthropicMessages } from './messages.ts'
import { groqChat, openaiChat } from './openai/chat-completions.ts'
import { openaiResponses } from './openai/responses.ts'
import { readBody } from './read-body.ts'
import type { Caller, ImproveResult, Service } from './service.ts'
import { errorOf, refusalOf, setVerdictHeaders } from './verdict.ts'
import type { Registry } from '../plugins/registry.ts'

/** To add an API, write its file and add it to this list. */
export const chatApis: readonly ChatApi[] = [openaiChat, openaiResponses, groqChat, anthropicMessages]

export function addChatRoutes(
  app: Hono<ServiceVariables>,
  service: Service,
  registry: Registry,
  answers: Answers,
): void {
  for (const api of chatApis) {
    const schema = api.requestSchema(registry)
    app.post(api.path, async (context) => {
      const request = await readBody(context, schema)
      const caller = { client: context.get('client'), signal: context.req.raw.signal }
      if (request.isStreamed) return answerAsStream(context, api, request, caller)
      const result = await service.improve(request.textRequest, caller)
      const error = errorOf(result.record, request.textRequest)
      if (error) throw error
      setVerdictHeaders(context.env.outgoing, result.record)
      return answers.json(context, api.answer(toReply(context, request, result)))
    })
  }

  /**
   * The answer begins before the text is accepted, so that neither clients nor proxies time out. Later errors are
   * events of the stream.
   */
  async function answerAsStream(
    context: Context<ServiceVariables>,
    api: ChatApi,
    request: ChatRequest,
    caller: Caller,
  ): Promise<Response> {
    await service.check(request.textRequest, caller.client)
    return sendEvents(context, answers.toText, async (send) => {
      try {
        const result = await service.improve(request.textRequest, caller)
        const error = errorOf(result.record, request.textRequest)
        if (error) throw error
        for (const event of api.stream(toReply(context, request, result))) await send(event)
      } catch (error) {
        const requestId = context.get('requestId')
        await send(api.streamError(answers.describe(error, requestId), requestId))
      }
    })
  }
}

const toReply = (
  context: Context<ServiceVariables>,
  request: ChatRequest,
  { thought, record }: ImproveResult,
): ChatReply => ({
  id: context.get('requestId'),
  date: systemClock.date(),
  request,
  record,
  refusal: refusalOf(thought),
  isTruncated: returnedIteration(thought)?.generation?.finishReason === 'length',
})

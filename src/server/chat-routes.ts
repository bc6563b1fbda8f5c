/** The endpoints of other vendors' APIs. */
import type { Context, Hono } from 'hono'
import { systemClock } from '../core/clock.ts'
import type { ResultRecord } from '../core/record.ts'
import type { ChatApi, ChatReply, ChatRequest } from './chat-api.ts'
import { openaiChat, groqChat } from './chat-completions.ts'
import type { Answers, ServiceVariables } from './answers.ts'
import { sendEvents } from './event-stream.ts'
import { anthropicMessages } from './messages.ts'
import { readBody } from './read-body.ts'
import type { Caller, Improved, Service } from './service.ts'
import { ServiceError } from './service-error.ts'
import { errorOf, refusalOf, verdictHeaders } from './verdict.ts'
import type { Registry } from '../plugins/registry.ts'

/** To add an API, write its file and add it to this list. */
export const chatApis: readonly ChatApi[] = [openaiChat, groqChat, anthropicMessages]

export function addChatRoutes(
  app: Hono<ServiceVariables>,
  service: Service,
  registry: Registry,
  answers: Answers,
): void {
  for (const api of chatApis) {
    const schema = api.requestSchema(registry)
    app.post(api.path, async (context) => {
      const request = await readBody(context.req.raw, schema)
      const caller = { client: context.get('client'), signal: context.req.raw.signal }
      if (request.isStreamed) return answerAsStream(context, api, request, caller)
      const improved = await service.improve(request.order, caller)
      const refused = refuse(improved, request)
      if (refused) throw refused
      for (const [name, value] of Object.entries(verdictHeaders(improved.record))) context.header(name, value)
      return answers.json(context, api.answer(toReply(context, request, improved)))
    })
  }

  /** The answer begins before the text is accepted, so that neither clients nor proxies give up; errors are events. */
  async function answerAsStream(
    context: Context<ServiceVariables>,
    api: ChatApi,
    request: ChatRequest,
    caller: Caller,
  ): Promise<Response> {
    await service.check(request.order, caller.client)
    return sendEvents(context, answers.toText, async (send) => {
      try {
        const improved = await service.improve(request.order, caller)
        const refused = refuse(improved, request)
        if (refused) throw refused
        for (const event of api.stream(toReply(context, request, improved))) await send(event)
      } catch (error) {
        const { error: known } = answers.describe(error, context)
        await send(api.streamError(known, context.get('requestId')))
      }
    })
  }
}

function refuse({ record }: Improved, { order }: ChatRequest): ServiceError | undefined {
  const error = errorOf(record)
  if (error || record.passed || !order.requireAccepted) return error
  return notAccepted(record)
}

export function notAccepted({ outcome, validations }: ResultRecord): ServiceError {
  const failed = validations
    .filter(({ passed }) => !passed)
    .map(({ validator, message }) => `${validator}: ${message}`)
  return new ServiceError(422, 'not_accepted', ['no text was accepted', outcome, ...failed].join('; '))
}

const toReply = (
  context: Context<ServiceVariables>,
  request: ChatRequest,
  { thought, record }: Improved,
): ChatReply => {
  const best = thought.iterations.find(({ index }) => index === thought.bestIteration)
  return {
    id: context.get('requestId'),
    date: systemClock.date(),
    request,
    record,
    refusal: refusalOf(thought),
    isTruncated: best?.generation?.finishReason === 'length',
  }
}

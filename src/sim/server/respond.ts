/** Sends one answer over HTTP, or the failure that the fault of the call requires. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import { emitAnswer, waitForAbort } from '../emit-answer.ts'
import { interruptsAnswer, isHttpError } from '../faults.ts'
import type { ApiErrorKind, Dialect, Exchange, StreamEvent } from './dialect.ts'

interface Delivery extends Exchange {
  readonly response: ServerResponse
  readonly dialect: Dialect
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Called with each piece of a stream that is sent. */
  readonly onSent: (piece: string) => void
}

const JSON_CONTENT = { 'content-type': 'application/json' }

/** Resolves to true if a complete answer was sent. Rejects with the signal's reason when the client disconnects. */
export async function respond(delivery: Delivery): Promise<boolean> {
  const { response, request } = delivery
  const { fault } = delivery.call
  if (isHttpError(fault)) sendError(delivery, fault)
  else if (fault === 'error-event' && !request.stream) sendError(delivery, 'overloaded')
  else if (fault === 'reset') response.socket?.resetAndDestroy()
  else if (fault === 'redirect') response.writeHead(307, { location: '/elsewhere' }).end()
  else if (fault === 'html')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
  else if (fault === 'wrong-shape') sendJson(response, 200, { object: 'list', data: [] })
  else if (fault === 'empty-200') response.writeHead(200, JSON_CONTENT).end()
  else if (await (request.stream ? sendStream(delivery) : sendAnswer(delivery))) {
    response.end()
    return true
  } else await interrupt(delivery)
  return false
}

function sendError({ id, response, dialect, call }: Delivery, kind: ApiErrorKind): void {
  const { retryAfterMs } = call
  if (retryAfterMs !== undefined) {
    response.setHeader('retry-after', Math.ceil(retryAfterMs / 1000))
    // `retry-after` contains whole seconds only.
    if (retryAfterMs % 1000 !== 0) response.setHeader('retry-after-ms', retryAfterMs)
  }
  const { status, body } = dialect.error(kind, `${kind} (simulated)`, id)
  sendJson(response, status, body)
}

export const sendJson = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, JSON_CONTENT).end(JSON.stringify(body))

/** Resolves to true if it sent the whole body, false if it sent half of it. */
async function sendAnswer(delivery: Delivery): Promise<boolean> {
  const { response, dialect, call } = delivery
  const body = Buffer.from(JSON.stringify(dialect.answer(delivery)))
  const sent = interruptsAnswer(call.fault) ? body.subarray(0, body.length / 2) : body
  await emitAnswer(call, delivery)
  response.writeHead(200, JSON_CONTENT).write(sent)
  return sent === body
}

/**
 * Resolves to true if the stream was sent completely, although a simulated fault may be set to follow its last event.
 */
async function sendStream(delivery: Delivery): Promise<boolean> {
  const { response, dialect, call } = delivery
  let sent = 0
  /** Returns false when the fault occurs. */
  const write = (events: readonly StreamEvent[]): boolean =>
    events.every((event) => {
      if (sent === call.faultAtEvent) return false
      response.write(formatEvent(event))
      sent++
      return true
    })
  const isComplete = await emitAnswer(call, delivery, {
    onStart() {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders()
      return write(dialect.opening(delivery))
    },
    onPiece(piece) {
      const isSent = write([dialect.piece(delivery, piece)])
      if (isSent) delivery.onSent(piece)
      return isSent
    },
  })
  return isComplete && write(dialect.ending(delivery))
}

const formatEvent = (event: StreamEvent): string => {
  if (typeof event === 'string') return `data: ${event}\n\n`
  const name = 'type' in event ? `event: ${String(event.type)}\n` : ''
  return `${name}data: ${JSON.stringify(event)}\n\n`
}

/** Delay between the last write and a reset, since a reset discards data that has not been sent yet. */
const FLUSH_MS = 10

/** Ends a response that has begun in the way that the fault requires. */
async function interrupt({ id, response, request, dialect, call, clock, signal }: Delivery): Promise<void> {
  const { fault } = call
  if (fault === 'hang-body') await waitForAbort(signal)
  if (fault === 'reset-body') {
    await clock.sleep(FLUSH_MS, signal)
    response.socket?.resetAndDestroy()
  } else if (fault === 'stream-cut' && !request.stream) {
    response.socket?.destroySoon()
  } else {
    if (fault === 'error-event')
      response.write(formatEvent(dialect.error('overloaded', 'overloaded (simulated)', id).body))
    if (fault === 'bad-body' && request.stream) response.write('event: content_block_delta\ndata: {"id":\n\n')
    response.end()
  }
}

/** One answer over HTTP, or the way in which it fails. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import type { Visit } from '../account.ts'
import { frame, type Dialect, type Exchange, type Problem } from './dialect.ts'
import { breaksOff, isBreak, isLapse, isRefusal } from '../faults.ts'
import { hang, speak } from '../speak.ts'

export interface Delivery {
  readonly response: ServerResponse
  readonly dialect: Dialect
  readonly exchange: Exchange
  readonly visit: Visit
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly startedMs: number
}

/** A reset overtakes what was written just before it. */
const FLUSH_MS = 10

/** True if the client was sent a whole answer. Rejects with the signal's reason once the client has left. */
export async function respond(delivery: Delivery): Promise<boolean> {
  const { response, visit, exchange } = delivery
  const { fault } = visit
  if (isRefusal(fault)) refuse(delivery, fault)
  else if (fault === 'error-event' && !exchange.ask.stream) refuse(delivery, 'overloaded')
  else if (fault === 'reset') response.socket?.resetAndDestroy()
  else if (fault === 'redirect') response.writeHead(307, { location: '/elsewhere' }).end()
  else if (fault === 'html')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
  else if (fault === 'wrong-shape') sendJson(response, 200, { object: 'list', data: [] })
  else if (fault === 'empty-200') response.writeHead(200, { 'content-type': 'application/json' }).end()
  else if (exchange.ask.stream) return respondInPieces(delivery)
  else await respondWhole(delivery)
  return fault === undefined || isLapse(fault)
}

function refuse({ response, dialect, exchange, visit }: Delivery, problem: Problem): void {
  const waitMs = visit.retryAfterMs
  if (waitMs !== undefined) {
    response.setHeader('retry-after', Math.ceil(waitMs / 1000))
    // That header takes whole seconds only.
    if (waitMs % 1000 !== 0) response.setHeader('retry-after-ms', waitMs)
  }
  const { status, body } = dialect.problem(problem, `${problem} (simulated)`, exchange.id)
  sendJson(response, status, body)
}

export const sendJson = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function respondWhole(delivery: Delivery): Promise<void> {
  const { response, dialect, exchange, visit } = delivery
  const body = Buffer.from(JSON.stringify(dialect.answer(exchange)))
  const half = body.subarray(0, body.length / 2)
  const hear = () => {
    headers(delivery, 'application/json')
    if (visit.fault === 'bad-body') response.end(half)
    else if (isBreak(visit.fault)) response.setHeader('content-length', body.length).write(half)
    else response.end(body)
    return true
  }
  await speak(visit, { ...delivery, stream: false, hear })
  if (visit.fault === 'stream-cut') response.socket?.destroySoon()
  if (visit.fault === 'reset-body') await reset(delivery)
  if (visit.fault === 'hang-body') await hang(delivery.signal)
}

/** True if the stream came to its end, which a fault at a later event does not prevent. */
async function respondInPieces(delivery: Delivery): Promise<boolean> {
  const { response, dialect, exchange, visit } = delivery
  const { fault, atEvent = Infinity } = visit
  const breaks = breaksOff(fault)
  let begun = false
  let sent = 0
  /** False once the fault strikes. */
  const write = (events: string): boolean => {
    for (const event of events.split(/(?<=\n\n)/)) {
      if (breaks && sent === atEvent) return false
      response.write(event)
      sent++
    }
    return true
  }
  const begin = (): boolean => {
    if (begun) return true
    begun = true
    headers(delivery, 'text/event-stream; charset=utf-8')
    response.flushHeaders()
    return write(dialect.opening(exchange))
  }
  await speak(visit, {
    ...delivery,
    stream: true,
    hear: (piece) => begin() && write(dialect.piece(exchange, piece)),
  })
  const goesOn = begin() && (!breaks || visit.atEvent !== undefined)
  if (goesOn && write(dialect.ending(exchange))) {
    response.end()
    return true
  }
  if (fault === 'reset-body') await reset(delivery)
  if (fault === 'hang-body') await hang(delivery.signal)
  if (fault === 'stream-cut') response.end()
  if (fault === 'bad-body') response.end(frame('{"id":', 'content_block_delta'))
  if (fault === 'error-event') response.end(errorEvent(delivery))
  return false
}

function errorEvent({ dialect, exchange }: Delivery): string {
  const { body } = dialect.problem('overloaded', 'overloaded (simulated)', exchange.id)
  return dialect.errorEvent(body)
}

function headers({ response, dialect, clock, startedMs }: Delivery, type: string): void {
  response.setHeader('content-type', type)
  if (dialect.processingHeader) {
    response.setHeader(dialect.processingHeader, Math.round(clock.now() - startedMs))
  }
}

async function reset({ response, clock, signal }: Delivery): Promise<void> {
  await clock.sleep(FLUSH_MS, signal)
  response.socket?.resetAndDestroy()
}

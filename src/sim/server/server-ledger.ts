import type { ServerResponse } from 'node:http'
import type { SimulatedCall } from '../account.ts'

interface RequestEntry {
  readonly id: string
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal
  /** Must be called exactly once; with the work of the model if there was any. */
  readonly end: (work?: ModelWork) => void
}

/** What the model did for one request. */
export interface ModelWork {
  readonly answer: SimulatedCall['answer']
  readonly isComplete: boolean
  /** The output that a provider charges for: of a stream that was interrupted, what was sent. */
  readonly billedOutputTokens: number
}

/** Counts what the server receives and sends since its start or its last reset. */
export function createLedger() {
  const byStatus: Record<string, number> = {}
  const totals = {
    requests: 0,
    /** Number of answers that were sent completely. */
    answers: 0,
    /** Tokens of complete answers only; includes cached tokens. */
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    /** Tokens that a provider charges for: those of interrupted requests, too. */
    billedTokens: 0,
    /** Requests that the client aborted. */
    aborted: 0,
    connections: 0,
    /** Maximum number of requests that were in flight at the same time. */
    mostInFlight: 0,
  }
  let inFlight = 0
  return {
    /**
     * In the result, `byStatus` counts responses by HTTP status, except requests that were reset before their
     * headers were sent.
     */
    read: () => ({ ...totals, byStatus: { ...byStatus } }),
    countConnection: () => void totals.connections++,
    startRequest(response: ServerResponse): RequestEntry {
      const id = `sim${String(++totals.requests).padStart(6, '0')}`
      totals.mostInFlight = Math.max(totals.mostInFlight, ++inFlight)
      const controller = new AbortController()
      let ended = false
      response.once('close', () => {
        if (!ended && !response.writableEnded) totals.aborted++
        controller.abort()
      })
      const end: RequestEntry['end'] = (work) => {
        ended = true
        inFlight--
        const { statusCode, headersSent } = response
        if (headersSent) byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1
        if (!work) return
        const { answer } = work
        totals.billedTokens += answer.inputTokens + work.billedOutputTokens
        if (!work.isComplete) return
        totals.answers++
        totals.inputTokens += answer.inputTokens
        totals.cachedInputTokens += answer.cachedTokens
        totals.outputTokens += answer.outputTokens
      }
      return { id, signal: controller.signal, end }
    },
  }
}

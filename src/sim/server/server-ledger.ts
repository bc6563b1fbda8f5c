import type { ServerResponse } from 'node:http'
import type { SimAnswer } from '../model/answer.ts'

export type ServerLedger = ReturnType<ReturnType<typeof createLedger>['read']>

/** Counts what the server receives and sends, since its start or the last reset. */
export function createLedger() {
  const byStatus: Record<string, number> = {}
  const totals = {
    requests: 0,
    /** Complete answers of the model. */
    answers: 0,
    /** Of the complete answers; includes the cached ones. */
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    /** Requests that the client cancelled. */
    aborted: 0,
    connections: 0,
    /** The peak. */
    mostInFlight: 0,
  }
  let inFlight = 0
  return {
    /** `byStatus` counts responses by HTTP status, except requests reset before their headers were sent. */
    read: () => ({ ...totals, byStatus: { ...byStatus } }),
    countConnection: () => void totals.connections++,
    /** The signal aborts once the client disconnects. `end` must be called exactly once, with a complete answer if any. */
    startRequest(response: ServerResponse) {
      const id = `sim${String(++totals.requests).padStart(6, '0')}`
      totals.mostInFlight = Math.max(totals.mostInFlight, ++inFlight)
      const controller = new AbortController()
      let ended = false
      response.once('close', () => {
        if (!ended && !response.writableEnded) totals.aborted++
        controller.abort()
      })
      const end = (answer?: SimAnswer) => {
        ended = true
        inFlight--
        const { statusCode, headersSent } = response
        if (headersSent) byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1
        if (!answer) return
        totals.answers++
        totals.inputTokens += answer.inputTokens
        totals.cachedInputTokens += answer.cachedTokens
        totals.outputTokens += answer.outputTokens
      }
      return { id, signal: controller.signal, end }
    },
  }
}

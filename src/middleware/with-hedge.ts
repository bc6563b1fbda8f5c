/** A second copy of a call that takes longer than nearly all others (Dean and Barroso, The Tail at Scale, 2013). */
import type { SifakaEvent } from '../core/events.ts'
import type { Model, ModelRequest } from '../core/ports.ts'
import { childScope, note, type Scope } from '../core/scope.ts'
import type { Answer } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'
import type { Account } from './provider-state.ts'
import type { Ticket } from './limits/account-limiter.ts'
import { Latencies } from './latencies.ts'

export interface HedgeOptions {
  /** Of the latest durations; who takes longer, by half as much again, is copied. */
  readonly percentile: number
  /** The most copies, as a share of all calls. */
  readonly maxExtra: number
}

/** What is only just beyond the percentile will end soon. */
const BEYOND = 1.5

/** One copy of a call under way. */
interface Copy {
  readonly answer: Promise<Answer>
  readonly abort: (reason: unknown) => void
}

/** Never while throttled, and only where a slot is free. The first answer counts; the other call is aborted. */
export function withHedge(model: Model, { percentile, maxExtra }: HedgeOptions, { gate }: Account): Model {
  const lane = gate.lane(model.name)
  const latencies = { text: new Latencies(), json: new Latencies() }
  let calls = 0
  let copies = 0

  const start = (request: ModelRequest, outer: Scope, emit: Scope['emit'], ticket?: Ticket): Copy => {
    const { scope, abort, release } = childScope(outer)
    const run = async (): Promise<Answer> => {
      const startedMs = scope.clock.now()
      try {
        const answer = await model.generate(request, { ...scope, emit })
        latencies[request.schema ? 'json' : 'text'].record(scope.clock.now() - startedMs)
        ticket?.leave((wanted) => lane.answered(ticket.sent, answer.usage, wanted, scope.clock.now()))
        return answer
      } catch (error) {
        // Whatever it was, the first copy is asked about the provider.
        ticket?.leave(() => lane.failed(ticket.sent, undefined, scope.clock.now()))
        throw error
      } finally {
        release()
      }
    }
    return { answer: run(), abort }
  }

  return {
    ...model,
    async generate(request, scope) {
      calls++
      const usualMs = latencies[request.schema ? 'json' : 'text'].percentile(percentile)
      const first = start(request, scope, scope.emit)
      if (usualMs === undefined) return first.answer
      const afterMs = usualMs * BEYOND
      if (await endsWithin(first.answer, afterMs, scope)) return first.answer
      const ticket =
        copies + 1 <= maxExtra * calls ? gate.spare(lane, lane.needOf(0), scope.clock) : undefined
      if (!ticket) return first.answer
      copies++
      note(scope, 'call-hedged', { afterMs })
      const second = start(request, scope, withoutText(scope.emit), ticket)
      return fastest(first, second)
    },
  }
}

/** Two texts must not run into one. */
const withoutText =
  (emit: Scope['emit']): Scope['emit'] =>
  (event: SifakaEvent) =>
    event.type === 'text-delta' ? undefined : emit(event)

async function endsWithin(work: Promise<unknown>, delayMs: number, outer: Scope): Promise<boolean> {
  const { scope, abort, release } = childScope(outer)
  const done = work.then(
    () => true,
    () => true,
  )
  const late = scope.clock.sleep(delayMs, scope.signal).then(
    () => false,
    () => true,
  )
  const ended = await Promise.race([done, late])
  abort('ended')
  release()
  return ended
}

async function fastest(first: Copy, second: Copy): Promise<Answer> {
  try {
    const answer = await Promise.any([first.answer, second.answer])
    // What the other one wrote so far is not known, but no more than this.
    const lost = { ...answer.usage, calls: 0, outputTokens: 0, retries: 0, cacheHits: 0 }
    return { ...answer, usage: totalUsage([answer.usage, lost]) }
  } catch {
    return await first.answer
  } finally {
    first.abort('the other copy was faster')
    second.abort('the other copy was faster')
  }
}

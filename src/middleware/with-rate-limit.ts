import { ProviderError } from '../core/errors.ts'
import type { SifakaEvent } from '../core/events.ts'
import type { Model, ModelRequest } from '../core/ports.ts'
import { estimateTokens } from '../util/tokens.ts'
import type { Account } from './provider-state.ts'

/**
 * Every attempt waits for a slot, for the limits to allow it, and for a host that answers. Listens to what the
 * headers tell, and learns from every end of a call.
 */
export function withRateLimit(model: Model, { gate, circuit }: Account): Model {
  const lane = gate.lane(model.name)
  return {
    ...model,
    async generate(request, scope) {
      const { clock } = scope
      const ticket = await gate.enter(lane, lane.needOf(inputTokens(request), request.maxTokens), scope)
      let sentMs = Infinity
      const emit = (event: SifakaEvent) => {
        if (event.type === 'call-limits') lane.learn(event.limits, ticket.sent, event.atMs)
        scope.emit(event)
      }
      try {
        await circuit.pass(model.name, scope)
        sentMs = clock.now()
        const answer = await model.generate(request, { ...scope, emit })
        circuit.answered()
        ticket.leave((wanted) => lane.answered(ticket.sent, answer.usage, wanted, clock.now()))
        return answer
      } catch (error) {
        const failure = error instanceof ProviderError ? error : undefined
        if (failure) circuit.failed(failure, model.name, sentMs, clock)
        else circuit.withdrawn(sentMs)
        ticket.leave(() => lane.failed(ticket.sent, failure, clock.now()))
        const verdict = circuit.verdict(model.name)
        if (verdict) gate.refuse(verdict, verdict.kind === 'not-found' ? lane : undefined)
        throw verdict ?? error
      }
    },
  }
}

const inputTokens = ({ messages, schema }: ModelRequest): number =>
  estimateTokens(
    messages.reduce((sum, { content }) => sum + content.length, 0) +
      (schema ? JSON.stringify(schema.schema).length : 0),
  )

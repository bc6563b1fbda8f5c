import type { Model } from '../core/ports.ts'
import { usageOfError } from '../core/failure.ts'
import { emitEvent, type EndAttempt } from '../core/scope.ts'
import { asWaste, noWaste } from '../core/usage.ts'
import { isBilledByEstimate, type CallCosts } from './call-costs.ts'

/** Reports every attempt to the scope's meter before it is sent, and its cost if it fails. */
export const withMeter = (model: Model, costs: CallCosts): Model => ({
  ...model,
  async generate(request, scope) {
    const { signal } = scope
    const endAttempt = await scope.meter.start(costs.interrupted(request, ''))
    let received = ''
    let ended = false
    const end: EndAttempt = (wasted, unusable) => {
      if (ended) return
      ended = true
      signal.removeEventListener('abort', interrupt)
      if (wasted?.attempts) emitEvent(scope, 'call-wasted', { wasted })
      endAttempt(wasted, unusable)
    }
    const interrupt = () => end(costs.interrupted(request, received))
    if (signal.aborted) {
      end(noWaste)
      throw signal.reason
    }
    // At an abort, the caller may go on before the attempt has ended.
    signal.addEventListener('abort', interrupt, { once: true })
    const onDelta = (text: string) => {
      received += text
      request.onDelta?.(text)
    }
    emitEvent(scope, 'call-sent', {})
    try {
      const answer = await model.generate({ ...request, onDelta }, scope)
      costs.recordAnswer(request, answer.usage)
      end()
      return answer
    } catch (error) {
      const usage = usageOfError(error)
      if (usage) end(undefined, asWaste(usage))
      else end(isBilledByEstimate(error, received) ? costs.interrupted(request, received) : noWaste)
      throw error
    }
  },
})

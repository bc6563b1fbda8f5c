import { runAfter } from '../core/clock.ts'
import type { Model } from '../core/ports.ts'
import { emitEvent, openChildScope } from '../core/scope.ts'
import type { Answer, Validation, Waste } from '../core/types.ts'
import { noUsage, noWaste, totalWaste, withWasteListener } from '../core/usage.ts'

/** Length from which the text is validated; afterwards, whenever it has grown by this factor, not at every delta. */
const MIN_CHARACTERS = 32
const GROWTH = 1.05
/**
 * Time between finding a fault and stopping the call. A text that ends within it is billed anyway and is more useful
 * whole.
 */
const GRACE_MS = 50
/** Weight of the newest answer in the moving average. */
const NEWEST_WEIGHT = 0.2

/**
 * Aborts a call as soon as `validatePrefix` finds a fault in the unfinished text that no continuation can repair. The
 * answer is then the text so far, with the finish reason `cut`.
 */
export function withEarlyStop(model: Model): Model {
  /** The moving average of the output tokens of complete answers. */
  let averageTokens: number | undefined
  return {
    ...model,
    async generate(request, outer) {
      const { validatePrefix } = request
      if (!validatePrefix) return model.generate(request, outer)
      const { scope, abort, release } = openChildScope(outer)
      const draft: { text: string; fault?: Validation | undefined } = { text: '' }
      let isCut = false
      let cost = noWaste
      let nextCharacters = MIN_CHARACTERS
      const onDelta = (delta: string) => {
        request.onDelta?.(delta)
        draft.text += delta
        if (draft.fault || draft.text.length < nextCharacters) return
        nextCharacters = draft.text.length * GROWTH
        const fault = validatePrefix(draft.text)
        if (!fault) return
        draft.fault = fault
        runAfter(scope.clock, GRACE_MS, scope.signal, () => {
          isCut = true
          abort(`stopped early: ${fault.message}`)
        })
      }
      const onRestart = () => {
        request.onRestart?.()
        draft.text = ''
      }
      // A cut draft is used, so its cost is not wasted.
      const metered = withWasteListener(scope, (wasted) => {
        if (!isCut) return wasted
        cost = totalWaste([cost, wasted])
        return undefined
      })
      try {
        const answer = await model.generate({ ...request, stream: true, onDelta, onRestart }, metered)
        const { outputTokens } = answer.usage
        averageTokens = (averageTokens ?? outputTokens) * (1 - NEWEST_WEIGHT) + outputTokens * NEWEST_WEIGHT
        return answer
      } catch (error) {
        const { fault, text } = draft
        if (!fault || outer.signal.aborted) throw error
        const answer = cutAnswer(model, text, fault, cost)
        const savedTokens = Math.max(0, Math.round((averageTokens ?? 0) - answer.usage.outputTokens))
        emitEvent(outer, 'draft-cut', { validator: fault.validator, message: fault.message, savedTokens })
        return answer
      } finally {
        abort('answered')
        release()
      }
    },
  }
}

/** The usage is estimated, since an aborted call does not report it. */
function cutAnswer({ name }: Model, text: string, cut: Validation, cost: Waste): Answer {
  const { attempts: _, ...tokens } = cost
  const usage = { ...noUsage, calls: 1, ...tokens }
  return { text, model: name, finishReason: 'cut', cut, cached: false, usage }
}

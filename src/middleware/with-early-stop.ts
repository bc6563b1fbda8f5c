import type { SifakaEvent } from '../core/events.ts'
import type { Model, ModelRequest } from '../core/ports.ts'
import { childScope, note } from '../core/scope.ts'
import { estimateTokens } from '../util/tokens.ts'
import type { Answer, Validation } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'

/** Judging is cheap, but not so cheap that every word should be judged. */
const FIRST_LETTERS = 32
const GROWTH = 1.05
/** A model writes a handful of words meanwhile, at most. */
const GRACE_MS = 50
/** How much the newest answer counts in the mean. */
const NEWEST = 0.2

/**
 * Gives a text up while it is written, as soon as the request's judge finds what no rest of it could mend, and
 * answers with what was written until then.
 */
export function withEarlyStop(model: Model): Model {
  /** How long whole answers are; unknown before the first. */
  let usualTokens: number | undefined
  return {
    ...model,
    async generate(request, outer) {
      const { judge } = request
      if (!judge) return model.generate(request, outer)
      const { scope, abort, release } = childScope(outer)
      const reader = readBy(judge, (fault) => {
        // What is all but there is paid for, and worth more whole.
        const stop = () => abort(`given up: ${fault.message}`)
        scope.clock.sleep(GRACE_MS, scope.signal).then(stop, () => undefined)
      })
      const emit = (event: SifakaEvent) => {
        outer.emit(event)
        reader.hear(event)
      }
      try {
        const answer = await model.generate({ ...request, stream: true }, { ...scope, emit })
        const { outputTokens } = answer.usage
        if (!answer.cached) usualTokens = (usualTokens ?? outputTokens) * (1 - NEWEST) + outputTokens * NEWEST
        return answer
      } catch (error) {
        const { fault, text } = reader
        if (!fault || outer.signal.aborted) throw error
        const answer = unfinished(model, request, text, fault)
        const savedTokens = Math.max(0, Math.round((usualTokens ?? 0) - answer.usage.outputTokens))
        note(outer, 'draft-cut', { validator: fault.validator, message: fault.message, savedTokens })
        return answer
      } finally {
        abort('answered')
        release()
      }
    },
  }
}

function readBy(judge: NonNullable<ModelRequest['judge']>, stop: (fault: Validation) => void) {
  let text = ''
  let enough = FIRST_LETTERS
  let fault: Validation | undefined
  return {
    get text() {
      return text
    },
    get fault() {
      return fault
    },
    hear(event: SifakaEvent): void {
      // Another attempt begins from the start.
      if (event.type === 'call-retry') text = ''
      if (event.type !== 'text-delta') return
      text += event.text
      if (fault || text.length < enough) return
      enough = Math.max(FIRST_LETTERS, text.length) * GROWTH
      fault = judge(text)
      if (fault) stop(fault)
    },
  }
}

/** What it cost is reckoned: who hangs up is told no figures. */
function unfinished(model: Model, request: ModelRequest, text: string, cut: Validation): Answer {
  const inputTokens = estimateTokens(request.messages.reduce((sum, { content }) => sum + content.length, 0))
  const outputTokens = estimateTokens(text.length)
  return {
    text,
    model: model.name,
    finishReason: 'cut',
    cut,
    cached: false,
    usage: {
      ...noUsage,
      calls: 1,
      inputTokens,
      outputTokens,
      costUsd: model.cost?.({ inputTokens, outputTokens }) ?? null,
    },
  }
}

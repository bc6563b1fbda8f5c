import { emitEvent, type Meter } from '../core/scope.ts'
import type { AnswerJournal, Model } from '../core/ports.ts'
import { requestKey } from './request-key.ts'

/**
 * Stores every answer before it is used, since the answer was billed, and every attempt before it is sent. In a resumed
 * run, calls are answered from the journal with their original usage, since no record contains that usage yet.
 */
export const withJournal = (model: Model, journal: AnswerJournal): Model => ({
  ...model,
  async generate(request, outer) {
    const promptId = outer.path.find(({ kind }) => kind === 'thought')?.name ?? ''
    const key = requestKey(model, request)
    const journaled = journal.recall(promptId, key)
    if (journaled) {
      if (journal.recallsCallsOfThisRun) emitEvent(outer, 'call-sent', {})
      return journaled
    }
    const unusables: (() => void)[] = []
    const scope = {
      ...outer,
      meter: {
        async start(expected) {
          const [end, endOuter] = await Promise.all([
            journal.startAttempt(promptId, key, expected),
            outer.meter.start(expected),
          ])
          return (wasted, unusable) => {
            end(wasted, unusable)
            endOuter(wasted, unusable)
            if (unusable) unusables.push(() => end(unusable))
          }
        },
      } satisfies Meter,
    }
    try {
      const answer = await model.generate(request, scope)
      await journal.append(promptId, key, answer)
      return answer
    } catch (error) {
      // No answer follows whose usage would include them.
      for (const end of unusables) end()
      throw error
    }
  },
})

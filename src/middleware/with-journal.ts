import { emitEvent, type Meter } from '../core/scope.ts'
import type { AnswerJournal, Model } from '../core/ports.ts'
import { requestKey } from './request-key.ts'
import { rememberUnusable } from './unusable-attempts.ts'

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
    const attempts = rememberUnusable({
      start: (expected) => journal.startAttempt(promptId, key, expected),
    })
    const meter: Meter = {
      async start(expected) {
        const ends = await Promise.all([attempts.start(expected), outer.meter.start(expected)])
        return (wasted, unusable) => ends.forEach((end) => end(wasted, unusable))
      },
    }
    try {
      const answer = await model.generate(request, { ...outer, meter })
      await journal.append(promptId, key, answer)
      return answer
    } catch (error) {
      // No answer follows whose usage would include them.
      attempts.waste()
      throw error
    }
  },
})

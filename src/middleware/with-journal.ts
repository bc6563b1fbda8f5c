import type { AnswerJournal, Model } from '../core/ports.ts'
import { requestKey } from './request-key.ts'

/**
 * Stores every answer before it is used, since the answer was billed. In a resumed run, calls are answered from the
 * journal with their original usage, since no record contains that usage yet.
 */
export const withJournal = (model: Model, journal: AnswerJournal): Model => ({
  ...model,
  async generate(request, scope) {
    const promptId = scope.path.find(({ kind }) => kind === 'thought')?.name ?? ''
    const key = requestKey(model, request)
    const journaled = journal.recall(promptId, key)
    if (journaled) return journaled
    const answer = await model.generate(request, scope)
    await journal.append(promptId, key, answer)
    return answer
  },
})

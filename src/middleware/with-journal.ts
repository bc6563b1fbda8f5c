import type { AnswerJournal, Model } from '../core/ports.ts'
import { requestKey } from './request-key.ts'

/**
 * Journals every answer before it is used, since it was paid for. The calls of a resumed prompt are answered from the
 * journal, with their original usage: no record contains it yet.
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

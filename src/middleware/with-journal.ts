import type { Journal, Model } from '../core/ports.ts'
import { requestKey } from './request-key.ts'

/**
 * Every answer is kept before it is used, whatever it is: it was paid for. A prompt that is taken up again is
 * answered from there up to where it was interrupted, with the usage of the first time: no record told of it yet.
 */
export const withJournal = (model: Model, journal: Journal): Model => ({
  ...model,
  async generate(request, scope) {
    const prompt = scope.path[0] ?? ''
    const key = requestKey(model, request)
    const known = journal.recall(prompt, key)
    if (known) return known
    const answer = await model.generate(request, scope)
    await journal.keep(prompt, key, answer)
    return answer
  },
})

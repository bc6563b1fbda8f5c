import type { Definition, Model } from '../../core/ports.ts'
import { note } from '../../core/scope.ts'
import { noUsage } from '../../core/usage.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import { openAccount } from './account.ts'
import { errorOf, isRefusal, isSilence } from './faults.ts'
import { profile as options, readProfile, type SimProfile } from './profile.ts'
import { speak } from './speak.ts'

/** A rehearsal, not a language model: the same seed, the same texts, at no cost and without a network. */
export const sim: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'sim',
  summary: 'a rehearsal without key, network or cost, not a language model; sim:FILE.json reads a profile',
  options,
  create(profile, { name }) {
    const shared = modelsOf(profile, name)
    return { model: (id) => (id.endsWith('.json') ? modelsOf(readProfile(id), name) : shared)(id) }
  },
}

/** Models on one account: they share its limits. */
function modelsOf(profile: SimProfile, provider: string): (id: string) => Model {
  const account = openAccount(profile)
  return (id) => ({
    name: `${provider}:${id}`,
    async generate({ schema, stream = false, ...request }, scope) {
      const { signal, clock } = scope
      signal.throwIfAborted()
      const startedMs = clock.now()
      const visit = account.enter({ ...request, model: id, schema: schema?.schema }, startedMs)
      const { reply, fault, key } = visit
      const error = errorOf(fault, `${provider}:${id}`, visit.retryAfterMs)
      let answered = false
      try {
        if (error && (isRefusal(fault) || isSilence(fault))) throw error
        const hear = (text: string) => stream && note(scope, 'text-delta', { text })
        await speak(visit, { clock, signal, stream, hear })
        if (error) throw error
        answered = true
      } finally {
        visit.leave(answered)
      }
      const { inputTokens, outputTokens, text, finishReason } = reply
      return {
        text,
        finishReason,
        model: id,
        cached: false,
        usage: { ...noUsage, calls: 1, inputTokens, outputTokens },
        requestId: `sim-${key}`,
        processingMs: clock.now() - startedMs,
      }
    },
  })
}

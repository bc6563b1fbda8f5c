import type { Definition, Model } from '../core/ports.ts'
import { note } from '../core/scope.ts'
import { noUsage } from '../core/usage.ts'
import { costOf, estimatedCost, priceOf } from './pricing/prices.ts'
import type { Provider, ProviderNeeds } from './provider.ts'
import { turnsOf } from './api/turns.ts'
import { openAccount } from '../sim/account.ts'
import { errorOf, isRefusal, isSilence } from '../sim/faults.ts'
import { limitsIn } from '../sim/limits.ts'
import { profile as options, readProfile, type SimProfile } from '../sim/profile.ts'
import { hang, speak } from '../sim/speak.ts'

/** A rehearsal, not a language model: the same seed, the same texts, at no cost and without a network. */
export const sim: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'sim',
  summary: 'a rehearsal without key, network or cost, not a language model; sim:FILE.json reads a profile',
  options,
  create(profile, needs) {
    const shared = modelsOf(profile, needs)
    return { model: (id) => (id.endsWith('.json') ? modelsOf(readProfile(id), needs) : shared)(id) }
  },
}

const FREE = { input: 0, output: 0 }

/** Models on one account: they share its limits. */
function modelsOf(profile: SimProfile, { name: provider, prices }: ProviderNeeds): (id: string) => Model {
  const account = openAccount(profile)
  /** Free, unless a rehearsal is to show what the same would cost elsewhere. */
  const price = (id: string) => priceOf(provider, [id], prices) ?? FREE
  return (id) => ({
    name: `${provider}:${id}`,
    cost: estimatedCost(price(id)),
    async generate({ schema, stream = false, messages, ...request }, scope) {
      const { signal, clock } = scope
      signal.throwIfAborted()
      const startedMs = clock.now()
      const asked = { ...request, messages: turnsOf(messages), model: id, schema: schema?.schema }
      const visit = account.enter(asked, startedMs)
      const { reply, fault, key } = visit
      let left = visit.atEvent ?? Infinity
      const error = errorOf(fault, `${provider}:${id}`, visit.retryAfterMs)
      const limits = profile.limits.headers === 'none' ? [] : limitsIn(account.limits, startedMs)
      let answered = false
      try {
        if (limits.length > 0 && !isSilence(fault)) note(scope, 'call-limits', { limits })
        if (error && (isRefusal(fault) || isSilence(fault))) throw error
        const hear = (text: string) => {
          if (left-- <= 0) return false
          if (stream) note(scope, 'text-delta', { text })
          return true
        }
        await speak(visit, { clock, signal, stream, hear })
        if (fault === 'hang-body') await hang(signal)
        if (error) throw error
        answered = true
      } finally {
        visit.leave(answered)
      }
      const { inputTokens: input, cachedTokens: cached, writtenTokens: written, outputTokens: output } = reply
      const { text, finishReason } = reply
      return {
        text,
        finishReason,
        model: id,
        cached: false,
        usage: {
          ...noUsage,
          calls: 1,
          inputTokens: input,
          cachedInputTokens: cached,
          outputTokens: output,
          costUsd: costOf({ input, cached, written, output }, price(id)),
        },
        requestId: `sim-${key}`,
        processingMs: clock.now() - startedMs,
      }
    },
  })
}

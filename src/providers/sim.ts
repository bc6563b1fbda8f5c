import type { Model } from '../core/ports.ts'
import { createSimulatedAccount } from '../sim/account.ts'
import { simAssumptions } from '../sim/assumptions.ts'
import { emitAnswer, waitForAbort } from '../sim/emit-answer.ts'
import { interruptsAnswer, simulatedError } from '../sim/faults.ts'
import { readSimProfile, simProfileSchema, type SimProfile } from '../sim/profile.ts'
import { digest } from '../util/hash.ts'
import { mergeTurns } from './api/turns.ts'
import { callUsage } from './pricing/call-usage.ts'
import { costEstimator, FREE, priceOf } from './pricing/prices.ts'
import type { ProviderDefinition, ProviderNeeds } from './provider.ts'

export const sim: ProviderDefinition<typeof simProfileSchema> = {
  name: 'sim',
  summary: 'simulated models: no key, no network, no cost, no real text; sim:FILE.json reads a profile',
  options: simProfileSchema,
  simulated: true,
  keyVariables: () => [],
  prices: FREE,
  assumptions: simAssumptions,
  create(profile, needs) {
    const shared = createModels(profile, needs)
    return { model: (id) => (id.endsWith('.json') ? createModels(readSimProfile(id), needs) : shared)(id) }
  },
}

/** All returned models share one account and its limits. */
function createModels(
  profile: SimProfile,
  { name: provider, prices: own }: ProviderNeeds,
): (id: string) => Model {
  const startCall = createSimulatedAccount(profile)
  /** With prices that the user set, a simulation shows what a run would cost with a real model. */
  const price = (id: string) => priceOf([id], { builtIn: FREE, own, provider })
  /** Another profile may answer the same request differently, so caches must distinguish them. */
  const address = `sim:${digest(JSON.stringify(profile))}`
  return (id) => ({
    name: `${provider}:${id}`,
    address,
    cost: costEstimator(price(id)),
    async generate({ schema, stream = false, messages, onDelta, onLimits, ...parameters }, scope) {
      const { signal, clock } = scope
      signal.throwIfAborted()
      const startedMs = clock.now()
      const request = {
        ...parameters,
        messages: mergeTurns(messages),
        model: id,
        schema: schema?.isOptional ? undefined : schema?.schema,
      }
      const call = startCall(request, startedMs)
      const { fault, faultAtEvent = Infinity, retryAfterMs } = call
      const error = simulatedError(fault, `${provider}:${id}`, retryAfterMs)
      const limits = profile.limits.headers === 'none' ? [] : call.limits
      let answered = false
      try {
        if (limits.length > 0 && fault !== 'reset' && fault !== 'hang') onLimits?.(limits)
        if (error && !interruptsAnswer(fault)) throw error
        let pieces = 0
        const onPiece = (text: string) => {
          if (pieces++ >= faultAtEvent) return false
          onDelta?.(text)
          return true
        }
        await emitAnswer(call, scope, stream ? { onPiece } : undefined)
        if (fault === 'hang-body') await waitForAbort(signal)
        if (error) throw error
        answered = true
      } finally {
        call.end(answered)
      }
      const { text, finishReason, inputTokens, outputTokens, cachedTokens, writtenTokens } = call.answer
      const tokens = {
        input: inputTokens,
        output: outputTokens,
        cached: cachedTokens,
        written: writtenTokens,
      }
      return {
        text,
        finishReason,
        model: id,
        cached: false,
        usage: callUsage(tokens, { request: { messages }, written: text, price: price(id) }),
        requestId: `sim-${call.key}`,
        processingMs: clock.now() - startedMs,
      }
    },
  })
}

/** Observers only observe: without any event, every result, call and wait is the same. */
import { expect, it, vi } from 'vitest'
import type { PointEvents, SifakaEvent } from '../../src/core/events.ts'
import type { Scope } from '../../src/core/scope.ts'

const events = vi.hoisted(() => ({ enabled: true }))

/** Disabled, events are not even created, so nothing can read them on their way to the observers. */
vi.mock('../../src/core/scope.ts', async (importOriginal) => {
  const actual = await importOriginal<typeof import('../../src/core/scope.ts')>()
  const silenced = (scope: Scope): Scope => (events.enabled ? scope : { ...scope, emit: () => undefined })
  const span: typeof actual.span = (scope, ...rest) => actual.span(silenced(scope), ...rest)
  const emitEvent = <K extends keyof PointEvents>(scope: Scope, type: K, fields: PointEvents[K]) =>
    actual.emitEvent(silenced(scope), type, fields)
  return { ...actual, span, emitEvent }
})

import { inParallel } from '../../src/batch/admission.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import type { Thought } from '../../src/core/types.ts'
import { createAccountLimits } from '../../src/sim/account-limits.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { seededRandom } from '../../src/util/random.ts'
import { run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, prompt } from '../helpers/scripted.ts'
import { newProviderState, stacked } from './stacking.ts'
import { atMost, words } from './words.ts'

const PROMPTS = 80

/** Streams a word every 5 ms. Some first drafts are too long, some streams break off, one call hangs. */
function provider() {
  const limits = createAccountLimits(
    simProfileSchema.parse({ limits: { requestsPerMinute: 600, burstSeconds: 1 } }),
  )
  const attempts = new Map<string, number>()
  const sent: { content: string; atMs: number }[] = []
  const model: Model = {
    name: 'test:writer',
    async generate({ messages, stream, onDelta, onLimits }, { clock, signal }) {
      const content = messages.map((message) => message.content).join('\n')
      const attempt = (attempts.get(content) ?? 0) + 1
      attempts.set(content, attempt)
      sent.push({ content, atMs: clock.now() })
      const use = { inputTokens: 0, outputTokens: 0 }
      const waitMs = limits.waitMs(use, clock.now())
      if (waitMs === 0) limits.take(use, clock.now())
      onLimits?.(limits.report(clock.now()))
      await clock.sleep(2, signal)
      if (waitMs > 0) throw new ProviderError('throttle', 'slow down', { retryAfterMs: waitMs })
      const number = Number(/^Prompt (\d+)/.exec(content)?.[1])
      if (number === 70 && attempt === 1) await clock.sleep(60_000, signal)
      const isFirstDraft = messages.length === 1
      const text = words(isFirstDraft && number % 4 === 0 ? 500 : 19)
      const breaks = isFirstDraft && number % 5 === 1 && attempt === 1
      for (const [index, word] of (text.match(/\S+\s*/g) ?? []).entries()) {
        await clock.sleep(5, signal)
        if (breaks && index === 15) throw new ProviderError('stream', 'broke off')
        if (stream) onDelta?.(word)
      }
      return answer({ text, usage: { ...answer().usage, outputTokens: Math.ceil(text.length / 4) } })
    },
  }
  return { model, sent }
}

async function runAll() {
  const { model, sent } = provider()
  const received: SifakaEvent[] = []
  const scope = testScope({ random: seededRandom(1), emit: (event) => void received.push(event) })
  const providerState = newProviderState({ startAtMax: false })
  const generator = stacked(model, { providerState, hedge: { percentile: 95, maxExtra: 0.1 } })
  const inputs = (async function* () {
    for (let index = 0; index < PROMPTS; index++) yield index
  })()
  const work = (index: number) =>
    run(
      { generator, validators: [atMost(20)] },
      {},
      { ...scope, priority: index },
      prompt(`Prompt ${index}`, { id: `p${index}`, index }),
    )
  const thoughts: Thought[] = []
  const options = { concurrency: 10, ordered: true, window: 1000 }
  for await (const thought of inParallel(inputs, work, options)) thoughts.push(thought)
  return { outcome: { thoughts, sent, wallMs: scope.clock.now() }, received }
}

it('results, calls and times are the same without observers', async () => {
  const observed = await runAll()
  events.enabled = false
  const unobserved = await runAll()
  expect(unobserved.received).toEqual([])
  expect(unobserved.outcome).toEqual(observed.outcome)

  const count = (type: SifakaEvent['type'], name?: string) =>
    observed.received.filter(
      (event) => event.type === type && (!name || ('name' in event && event.name === name)),
    ).length
  expect(observed.outcome.thoughts.map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: PROMPTS }, () => 'accepted'),
  )
  expect({
    cut: count('draft-cut'),
    hedged: count('call-hedged'),
    retried: count('call-retry'),
    limited: count('wait-start', 'rate-limit') > PROMPTS / 2,
    limits: count('call-limits'),
    deltas: count('text-delta') > 10 * PROMPTS,
  }).toEqual({
    cut: 20,
    hedged: 1,
    retried: 16,
    limited: true,
    limits: observed.outcome.sent.length,
    deltas: true,
  })
})

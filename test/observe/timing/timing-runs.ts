import { improve } from '../../../src/core/improve.ts'
import type { Crew, Model } from '../../../src/core/ports.ts'
import { emitEvent, span } from '../../../src/core/scope.ts'
import type { Policy } from '../../../src/core/policy.ts'
import type { Answer, Prompt } from '../../../src/core/types.ts'
import { createTimingObserver } from '../../../src/observe/timing/timing.ts'
import { testScope } from '../../helpers/scope.ts'
import {
  answer,
  policy,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
} from '../../helpers/scripted.ts'

export const resources = { peakRssMb: 80, cpuMs: 120, connectionsOpened: null }

export const timingObserver = (concurrency = 1) =>
  createTimingObserver({
    id: 'run-1',
    startedAt: '2026-01-01T00:00:00.000Z',
    model: 'test:writer',
    profile: null,
    label: null,
    concurrency,
    settings: {},
  })

/** Runs the prompts at this concurrency and returns the timing report. */
export async function reportOf(
  crew: Partial<Crew>,
  {
    prompts = [prompt()],
    rules = {},
    concurrency = prompts.length,
  }: {
    prompts?: readonly Prompt[]
    rules?: Partial<Policy>
    concurrency?: number
  } = {},
) {
  const observer = timingObserver(concurrency)
  const scope = testScope({ emit: (event) => observer.on(event) })
  const fullCrew: Crew = { generator: scriptedModel(['draft']), validators: [], critics: [], ...crew }
  const waiting = [...prompts]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await improve(next, fullCrew, policy(rules), scope)
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return observer.report({ wallMs: scope.clock.now(), resources })
}

export type Report = Awaited<ReturnType<typeof reportOf>>
export const component = (report: Report, name: string) =>
  report.components.find((each) => each.component === name)
export const prompts = (count: number): Prompt[] =>
  Array.from({ length: count }, (_, index) => prompt('Write.', { id: `p${index}`, index }))

export const validators = [50, 75, 100].map((delayMs) =>
  scriptedValidator(`v${delayMs}`, () => true, { delayMs }),
)
export const critics = () => [scriptedCritic('c1', [true], 1200), scriptedCritic('c2', [true], 1500)]
export const writer = () => scriptedModel(['draft'], 3200)

export const grade = (grades: Record<string, number>) =>
  scriptedValidator('grade', (text) => grades[text] ?? 0)
export const objecting = () => scriptedCritic('c', [false])

/** A model that emits the events of a real run; each call takes a second, plus `waitMs`. */
export const modelWithEvents = (
  name: string,
  calls: readonly (Partial<Answer> & { waitMs?: number; savedTokens?: number; failure?: Error })[],
): Model => {
  let asked = 0
  return {
    name,
    generate: (_, outer) =>
      span(outer, 'call', name, async (scope) => {
        const { waitMs, savedTokens, failure, ...more } = calls[Math.min(asked++, calls.length - 1)] ?? {}
        if (waitMs !== undefined) {
          emitEvent(scope, 'call-retry', {
            attempt: 1,
            delayMs: waitMs,
            kind: 'throttle',
            reason: 'slow down',
          })
          await span(scope, 'wait', 'retry', async ({ clock, signal }) => {
            await clock.sleep(waitMs, signal)
            return { reason: 'retry' }
          })
        }
        if (!more.cached) emitEvent(scope, 'call-sent', {})
        if (!more.cached) await scope.clock.sleep(1000, scope.signal)
        if (savedTokens !== undefined) {
          emitEvent(scope, 'draft-cut', { validator: 'v', message: 'too long', savedTokens })
        }
        if (failure) throw failure
        return answer(more)
      }),
  }
}

import { expect, it } from 'vitest'
import { fanOut } from '../../src/core/events.ts'
import type { Thought, Timed } from '../../src/core/types.ts'
import { Replay } from '../../src/observe/replay/replay.ts'
import { createTimingObserver } from '../../src/observe/timing/timing.ts'
import { drafts, run } from '../helpers/loop.ts'
import { prompt, scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'
import { thought } from '../storage/thoughts.ts'

const info = {
  id: 'r',
  startedAt: '',
  model: 'test:writer',
  profile: null,
  label: null,
  concurrency: 2,
  settings: {},
}
const resources = { peakRssMb: null, cpuMs: null, connectionsOpened: null }

function replay(thoughts: readonly Timed<Thought>[]) {
  const timer = createTimingObserver(info)
  const replayed = new Replay(fanOut([timer], (line) => expect.unreachable(line)))
  for (const each of thoughts) replayed.add(each, 'test:writer')
  replayed.end()
  const { wallMs, concurrency } = replayed
  return { ...timer.report({ wallMs, resources, concurrency }), concurrency }
}

it('a stored thought gives the figures that its run had', async () => {
  const timer = createTimingObserver(info)
  const scope = testScope({ emit: (event) => timer.on(event) })
  const crew = {
    generator: scriptedModel(drafts(2), 3200),
    validators: [50, 75, 100].map((delayMs, index) =>
      scriptedValidator(`v${index}`, (text) => text === 'draft 2', { delayMs }),
    ),
    critics: [1200, 1500].map((delayMs, index) => scriptedCritic(`c${index}`, [false, true], delayMs)),
  }
  const ended = await run(crew, {}, scope)
  const live = timer.report({ wallMs: scope.clock.now(), resources })
  const again = replay([ended])
  const rows = ({ components }: typeof live) =>
    components
      .filter(({ component }) => ['generation', 'validation', 'critique'].includes(component))
      .map(({ component, busyMs, elapsedMs }) => [component, busyMs, elapsedMs])
  expect(rows(again)).toEqual(rows(live))
  expect(rows(again)).toEqual([
    ['generation', 6400, 6400],
    ['validation', 450, 200],
    ['critique', 5400, 3000],
  ])
  expect(again.scaling).toEqual(live.scaling)
  expect(again.validators).toEqual(live.validators)
  expect(again.quality).toEqual(live.quality)
  expect(again.summary.wallMs).toBe(live.summary.wallMs)
})

it('the tokens, retries and costs of a thought are counted once, whatever its parts', () => {
  const given = thought({ drafts: ['a', 'b'] })
  const [first, second] = given.iterations
  const wasted = { attempts: 1, inputTokens: 7, outputTokens: 3, costUsd: 0.5 }
  const failure = { role: 'critic', name: 'c', code: 'timeout', message: 'no answer' } as const
  const usage = { ...first!.generation!.usage, calls: 2, inputTokens: 30 }
  const failed = { ...second!, failures: [{ ...failure, usage }] }
  const whole = { ...given, iterations: [first!, failed], usage: { ...given.usage, retries: 3, wasted } }
  const [model, ...others] = replay([whole]).models
  expect(others).toEqual([])
  expect(model).toMatchObject({ calls: 4, inputTokens: 50, outputTokens: 15, retries: 3, wasted })
})

it('prompts that ran at once are reported as running at once', () => {
  const at = (second: number, id: string) =>
    thought({ id, prompt: prompt('Write.', { id }), startedAt: `2026-03-01T00:00:0${second}.000Z` })
  const slow = (each: Timed<Thought>) => ({ ...each, durationMs: 2000 })
  const report = replay([at(0, 'a'), at(1, 'b'), at(5, 'c')].map(slow))
  expect(report.concurrency).toBe(2)
  expect(report.summary).toMatchObject({ prompts: 3, wallMs: 7000 })
  expect(report.run.concurrency).toBe(2)
})

import { expect, it } from 'vitest'
import { MAX_TABLE_ROWS } from '../../../src/core/reporting/run-details.ts'
import { createDetailsObserver } from '../../../src/observe/details/run-details.ts'
import { EvenSample } from '../../../src/observe/details/even-sample.ts'
import { testScope } from '../../helpers/scope.ts'
import { drafts, never, run } from '../../helpers/loop.ts'
import { scriptedModel } from '../../helpers/scripted.ts'
import { thoughtEnd } from '../sample-events.ts'

it('the rows of very many prompts are an even sample', () => {
  const observer = createDetailsObserver('sim:writer')
  for (let index = 0; index < 2.5 * MAX_TABLE_ROWS; index++) observer.on(thoughtEnd(`p${index}`, index))
  const { prompts, rows } = observer.details()
  expect(prompts).toBe(2.5 * MAX_TABLE_ROWS)
  expect(rows.length).toBeLessThanOrEqual(MAX_TABLE_ROWS)
  expect(rows.length).toBeGreaterThan(MAX_TABLE_ROWS / 2)
  const steps = rows.slice(1).map(({ id }, position) => numberOf(id) - numberOf(rows[position]?.id ?? ''))
  expect(new Set(steps)).toEqual(new Set([4]))
})

const numberOf = (id: string): number => Number(id.slice(1))

it('an even sample keeps everything while there is room', () => {
  const sample = new EvenSample<number>(4)
  for (const item of [0, 1, 2, 3]) sample.add(() => item)
  expect(sample.items).toEqual([0, 1, 2, 3])
  for (const item of [4, 5, 6, 7, 8]) sample.add(() => item)
  expect(sample.items).toEqual([0, 4, 8])
  expect(sample.count).toBe(9)
})

it('all prompts that were not accepted have details, and of the others only some', () => {
  const observer = createDetailsObserver('sim:writer')
  for (let index = 0; index < 1000; index++)
    observer.on(thoughtEnd(`p${index}`, index, index % 10 === 0 ? 'exhausted' : 'accepted'))
  const { details } = observer.details()
  const accepted = details.filter(({ thought }) => thought.outcome === 'accepted')
  expect(details.length - accepted.length).toBe(100)
  expect(accepted.length).toBeGreaterThan(10)
  expect(accepted.length).toBeLessThanOrEqual(30)
})

it('the work on a prompt has the times at which it ran, and texts have no requests', async () => {
  const observer = createDetailsObserver('sim:writer')
  const scope = testScope({ emit: (event) => observer.on(event) })
  const crew = { generator: scriptedModel(drafts(3), 100), validators: [never] }
  await run(crew, { maxIterations: 2 }, scope)
  const { details, failingRules } = observer.details()
  expect(failingRules).toEqual([{ rule: 'never', prompts: 1 }])
  expect(details[0]?.work).toMatchObject([
    { kind: 'generation', iteration: 1, startMs: 0, durationMs: 100 },
    { kind: 'validation', name: 'never', iteration: 1, startMs: 100 },
    { kind: 'generation', iteration: 2, startMs: 100, durationMs: 100 },
    { kind: 'validation', name: 'never', iteration: 2, startMs: 200 },
  ])
  const generations = details[0]?.thought.iterations.map(({ generation }) => generation?.messages)
  expect(generations).toEqual([[], []])
})

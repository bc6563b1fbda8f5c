import { describe, expect, it } from 'vitest'
import { compareTurns, isNearEnd, type Turn } from '../../../src/middleware/limits/call-order.ts'
import { referenceWorkload, meanSchedule, ORDERS, type Schedule } from '../../bench/order/schedule.ts'

const turn = (priority: number, iteration?: number, hasDraft = false): Turn => ({
  priority,
  iteration,
  hasDraft,
})
const name = ({ priority, iteration, hasDraft }: Turn) =>
  `${priority}${iteration === undefined ? '' : `${hasDraft ? 'critique' : 'draft'}${iteration}`}`
const sorted = (turns: readonly Turn[], nearEnd: boolean) =>
  turns.toSorted((one, other) => compareTurns(one, other, nearEnd)).map(name)

describe('the order of waiting calls', () => {
  const turns = [
    turn(4, 1),
    turn(3, 1, true),
    turn(2, 2, true),
    turn(1, 3),
    turn(0, 3, true),
    turn(5, 2),
    turn(6),
  ]

  it('puts the prompt that started first first', () => {
    expect(sorted(turns, false)).toEqual([
      '0critique3',
      '1draft3',
      '2critique2',
      '3critique1',
      '4draft1',
      '5draft2',
      '6',
    ])
  })

  it('puts the prompt with the most work left first near the end of the run', () => {
    expect(sorted(turns, true)).toEqual([
      '3critique1',
      '6',
      '4draft1',
      '5draft2',
      '2critique2',
      '1draft3',
      '0critique3',
    ])
  })

  it('changes when few prompts are left for the calls in flight', () => {
    expect(isNearEnd(Infinity, 64)).toBe(false)
    expect(isNearEnd(129, 64)).toBe(false)
    expect(isNearEnd(128, 64)).toBe(true)
  })
})

describe('a computed schedule', () => {
  const [firstCome, depthFirst, ours] = ORDERS.map(
    (order) => (prompts: number) => meanSchedule(referenceWorkload(prompts), order, 5),
  ) as [(prompts: number) => Schedule, (prompts: number) => Schedule, (prompts: number) => Schedule]

  it.each([
    [100, 1.1, 1.8],
    [200, 1.05, 1.8],
    [1000, 1.01, 1.3],
  ])('of %i prompts takes at most %f of the ideal time', (prompts, overIdeal, medianSeconds) => {
    const result = ours(prompts)
    expect(result.overIdeal).toBeLessThan(overIdeal)
    expect(result.medianPromptMs).toBeLessThan(1000 * medianSeconds)
    expect(result.overIdeal).toBeLessThan(depthFirst(prompts).overIdeal)
    expect(result.overIdeal).toBeLessThan(firstCome(prompts).overIdeal + 0.03)
  })
})

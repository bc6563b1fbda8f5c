import { describe, expect, it } from 'vitest'
import { BusyTime } from '../../../src/observe/timing/busy-time.ts'

type Interval = readonly [startMs: number, endMs: number]

function busyTimeOf(intervals: readonly Interval[]) {
  const time = new BusyTime()
  const changes = intervals.flatMap(([startMs, endMs]) => [
    { atMs: startMs, starts: true },
    { atMs: endMs, starts: false },
  ])
  for (const { atMs, starts } of changes.toSorted((first, second) => first.atMs - second.atMs)) {
    if (starts) time.start(atMs)
    else time.end(atMs)
  }
  return time
}

const cases: readonly { name: string; intervals: readonly Interval[]; busyMs: number; elapsedMs: number }[] =
  [
    { name: 'no work', intervals: [], busyMs: 0, elapsedMs: 0 },
    { name: 'one piece of work', intervals: [[5, 8]], busyMs: 3, elapsedMs: 3 },
    { name: 'apart', intervals: [[0, 2], [7, 9]], busyMs: 4, elapsedMs: 4 }, // prettier-ignore
    { name: 'touching', intervals: [[0, 2], [2, 4]], busyMs: 4, elapsedMs: 4 }, // prettier-ignore
    { name: 'overlapping', intervals: [[0, 4], [3, 6]], busyMs: 7, elapsedMs: 6 }, // prettier-ignore
    { name: 'one within another', intervals: [[0, 9], [3, 6]], busyMs: 12, elapsedMs: 9 }, // prettier-ignore
    { name: 'at the same time', intervals: [[1, 4], [1, 4], [1, 4]], busyMs: 9, elapsedMs: 3 }, // prettier-ignore
  ]

describe('the sum and the union of overlapping work', () => {
  it.each(cases)('$name', ({ intervals, busyMs, elapsedMs }) => {
    expect(busyTimeOf(intervals)).toMatchObject({ busyMs, elapsedMs })
  })
})

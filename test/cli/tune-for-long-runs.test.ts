import { setImmediate } from 'node:timers/promises'
import * as v8 from 'node:v8'
import { expect, it, vi } from 'vitest'
import { tuneForLongRuns } from '../../src/cli/tune-for-long-runs.ts'

vi.mock(import('node:v8'), async (original) => ({
  ...(await original()),
  getHeapSpaceStatistics: vi.fn<() => []>(() => []),
  setFlagsFromString: vi.fn<(flag: string) => void>(),
}))

const newSpaceOf = (space_size: number) =>
  [{ space_name: 'new_space', space_size }] as ReturnType<typeof v8.getHeapSpaceStatistics>

/** Makes garbage until the condition holds, so that V8 collects it. */
async function collectUntil(isDone: () => boolean, rounds = 1000): Promise<void> {
  for (let round = 0; round < rounds && !isDone(); round++) {
    Array.from({ length: 20_000 }, (_, index) => ({ index }))
    await setImmediate()
  }
}

it('changes flags of V8 once, and not before the program has worked for a while', async () => {
  const statistics = vi.mocked(v8.getHeapSpaceStatistics).mockReturnValue(newSpaceOf(2 ** 20))
  const setFlag = vi.mocked(v8.setFlagsFromString)
  tuneForLongRuns()
  await collectUntil(() => statistics.mock.calls.length > 2)
  expect(setFlag).not.toHaveBeenCalled()

  statistics.mockReturnValue(newSpaceOf(16 * 2 ** 20))
  await collectUntil(() => setFlag.mock.calls.length > 0)
  const flags = setFlag.mock.calls.flat()
  expect(flags).toContain('--heap-growing-percent=50')

  const asked = statistics.mock.calls.length
  await collectUntil(() => statistics.mock.calls.length > asked, 100)
  expect(setFlag.mock.calls.flat()).toEqual(flags)
})

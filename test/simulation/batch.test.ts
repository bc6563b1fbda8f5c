/**
 * Simulates whole batches in virtual time: the command, the engine and the files are real; a quarter of the calls fail,
 * and processes are killed, stopped, and run out of disk space at any step. `npm run test:long` runs 10,000 seeds.
 * SEED=n replays one seed.
 */
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { temporaryFolder } from '../helpers/folder.ts'
import { simulate } from './simulate.ts'
import type { Faults } from './simulated-process.ts'

vi.mock('node:fs/promises', async (original) =>
  (await import('./faulty-files.ts')).fileOperations(await original<object>()),
)
vi.mock('node:fs', async (original) => (await import('./faulty-files.ts')).withoutThreads(await original()))
vi.mock('node:timers/promises', async (original) =>
  (await import('./faulty-files.ts')).withVirtualTurns(await original()),
)
vi.mock('../../src/core/clock.ts', async (original) => {
  const clocks = await original<typeof import('../../src/core/clock.ts')>()
  const { processClock } = await import('./current-process.ts')
  return { ...clocks, systemClock: processClock(clocks.systemClock) }
})
vi.mock('../../src/providers/sim.ts', async (original) => {
  const { sim } = await original<typeof import('../../src/providers/sim.ts')>()
  return { sim: (await import('./faulty-provider.ts')).faultyProvider(sim) }
})
vi.mock('../../src/batch/resume/call-journal.ts', async (original) => {
  const journals = await original<typeof import('../../src/batch/resume/call-journal.ts')>()
  const { acknowledge } = await import('./faulty-provider.ts')
  const openCallJournal: typeof journals.openCallJournal = async (...args) => {
    const journal = await journals.openCallJournal(...args)
    return {
      ...journal,
      async append(prompt, key, answer) {
        await journal.append(prompt, key, answer)
        acknowledge(prompt, key)
      },
    }
  }
  return { ...journals, openCallJournal }
})

const folder = temporaryFolder()
const { SEED, SEEDS, LONG } = process.env
const first = Number(SEED ?? 1)
const count = Number(SEEDS ?? (SEED ? 1 : LONG ? 10_000 : 300))

it(`no result is lost, doubled, paid twice or untrue in ${count} runs of random faults`, async () => {
  const problems: string[] = []
  for (let seed = first; seed < first + count && problems.length < 5; seed++) {
    problems.push(...(await simulate(seed, folder.path(join('runs', String(seed % 2))))).problems)
  }
  expect(problems).toEqual([])
}, 3_600_000)

it('equal seeds give equal runs', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const [one, other] = [await simulate(seed, folder.path('one')), await simulate(seed, folder.path('one'))]
    expect(one.hash).toBe(other.hash)
  }
})

/** Runs three prompts with one fault at the first place, the second, and so on, until no place is left. */
async function atEveryPlace(faultAt: (place: number) => Partial<Faults>, stride = 1) {
  const problems: string[] = []
  for (let place = 1; ; place += stride) {
    const run = await simulate(1, folder.path('places'), {
      prompts: 3,
      concurrency: 2,
      budget: undefined,
      faultShare: 0,
      faultsOf: (process) => ({ failedWrites: 0, ...(process === 1 ? faultAt(place) : {}) }),
    })
    problems.push(...run.problems.map((problem) => `place ${place}: ${problem}`))
    if (run.processes === 1 && run.failedWrites === 0) return { places: place - 1, problems }
  }
}

it('nothing is lost if any one file operation fails', async () => {
  const { places, problems } = await atEveryPlace((place) => ({ failAtWrite: place }))
  expect(problems).toEqual([])
  expect(places).toBeGreaterThan(20)
}, 1_800_000)

it('nothing is lost if the process is killed at any one step (at each by test:long)', async () => {
  const { places, problems } = await atEveryPlace((place) => ({ killAtStep: place }), LONG ? 1 : 17)
  expect(problems).toEqual([])
  expect(places).toBeGreaterThan(50)
}, 1_800_000)

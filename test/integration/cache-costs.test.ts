/**
 * What cache and store cost, and what they save, in the built program; LONG=1 runs the full sizes. Time is that of the
 * processor, since other work on the machine changes it least.
 */
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const isLong = process.env['LONG'] !== undefined
const folder = temporaryFolder()
const CRITICS = ['--critic', 'reflexion', '--critic', 'constitutional']

interface Report {
  readonly summary: { readonly meanIterations: number }
  readonly resources: { readonly cpuMs: number }
}

/** Runs a batch of this many prompts. `place` names the folder of its cache and its store. */
async function run(count: number, place: string, ...more: string[]) {
  const lines = Array.from({ length: count }, (_, index) => `Write about topic ${index} in a town.\n`)
  const input = folder.write(`${count}.txt`, lines.join(''))
  const name = `${place}${more.join('').replace(/\W/g, '')}.json`
  const args = ['batch', input, '-m', 'sim:writer', ...CRITICS, '--seed', '1', '-q', '--force', ...more]
  const env = { XDG_CACHE_HOME: folder.path(`${place}/cache`), XDG_DATA_HOME: folder.path(`${place}/data`) }
  const { code, stderr } = await sifaka(
    [...args, '-o', folder.path(`${name}l`), '--report', folder.path(name)],
    { env },
  )
  expect([0, 1], stderr).toContain(code)
  return JSON.parse(folder.read(name)) as Report
}

it('cache and store cost at most 10 % of the processor time of the run without them', async () => {
  // In a short run, start-up counts for much, and chance as well.
  const { rounds, prompts, maxRatio } = isLong
    ? { rounds: 4, prompts: 400, maxRatio: 1.1 }
    : { rounds: 1, prompts: 60, maxRatio: 1.5 }
  let [withBoth, without] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    // At the same time, so that other work slows both down alike.
    const pair = await Promise.all([
      run(prompts, `on${round}`),
      run(prompts, `off${round}`, '--no-cache', '--no-store'),
    ])
    withBoth += pair[0].resources.cpuMs
    without += pair[1].resources.cpuMs
  }
  expect(withBoth).toBeLessThan(maxRatio * without)
}, 1_800_000)

it('a warm run takes a fiftieth of the time of the cold run at the latencies of real models', async () => {
  const count = isLong ? 200 : 40
  const cold = await run(count, 'warm', '-j', '10')
  const warm = await run(count, 'warm', '-j', '10')
  // A round takes 3.2 s for the draft and 1.5 s for the critics.
  const rounds = (count / 10) * cold.summary.meanIterations
  const coldMs = rounds * (3200 + 1500)
  expect(warm.resources.cpuMs).toBeLessThan(coldMs / (isLong ? 50 : 5))
}, 600_000)

/**
 * Prints the CPU time of a call and fails if ours exceeds 0.8 of the bare SDK's. Run by `npm run bench:transport`,
 * optionally with the number of calls. Not a test, because the figures are meaningless on a busy machine.
 */
import { cpuPerCall, median, rivals } from './cost.ts'

const calls = Number(process.argv[2] ?? 20_000)
const ROUNDS = 5
const MAX_RATIO = 0.8
const ARMS = ['bare', 'transport', 'ours'] as const
const serverPath = new URL('../../../test/bench/server.mjs', import.meta.url).pathname

const { rivals: all, close } = await rivals(serverPath)
process.stdout.write(
  `Node ${process.version}, ${calls} calls, 64 in flight; CPU ms per call (ratio to the bare SDK)\n`,
)
for (const rival of all) {
  const costs: Record<(typeof ARMS)[number], number[]> = { bare: [], transport: [], ours: [] }
  for (const arm of ARMS) await cpuPerCall(rival[arm], calls / 10)
  // Alternating, so that other load on the machine affects all variants.
  for (let round = 0; round < ROUNDS; round++) {
    for (const arm of ARMS) costs[arm].push(await cpuPerCall(rival[arm], calls / ROUNDS / ARMS.length))
  }
  const ratio = (arm: (typeof ARMS)[number]) => median(costs[arm]) / median(costs.bare)
  const figures = ARMS.map((arm) => `${arm} ${median(costs[arm]).toFixed(3)} (${ratio(arm).toFixed(2)})`)
  process.stdout.write(`${rival.name.padEnd(18)} ${figures.join('  ')}\n`)
  if (ratio('ours') > MAX_RATIO) process.exitCode = 1
}
await close()

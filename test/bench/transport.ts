/**
 * Prints what a call costs, and fails where ours costs more than 0.8 of the bare SDK's: `npm run bench:transport`,
 * optionally with the number of calls. Not among the tests, as a busy machine makes all figures alike.
 */
import { cpuPerCall, median, rivals } from './cost.ts'

const calls = Number(process.argv[2] ?? 20_000)
const ROUNDS = 5
const MOST = 0.8
const ARMS = ['bare', 'transport', 'ours'] as const
const serverPath = new URL('../../../test/bench/server.mjs', import.meta.url).pathname

const { rivals: all, close } = await rivals(serverPath)
process.stdout.write(
  `Node ${process.version}, ${calls} calls, 64 in flight; CPU ms a call (times the bare SDK's)\n`,
)
for (const rival of all) {
  const costs: Record<(typeof ARMS)[number], number[]> = { bare: [], transport: [], ours: [] }
  for (const arm of ARMS) await cpuPerCall(rival[arm], calls / 10)
  // In turn, so that whatever else the machine does disturbs all.
  for (let round = 0; round < ROUNDS; round++) {
    for (const arm of ARMS) costs[arm].push(await cpuPerCall(rival[arm], calls / ROUNDS / ARMS.length))
  }
  const times = (arm: (typeof ARMS)[number]) => median(costs[arm]) / median(costs.bare)
  const figures = ARMS.map((arm) => `${arm} ${median(costs[arm]).toFixed(3)} (${times(arm).toFixed(2)})`)
  process.stdout.write(`${rival.name.padEnd(18)} ${figures.join('  ')}\n`)
  if (times('ours') > MOST) process.exitCode = 1
}
await close()

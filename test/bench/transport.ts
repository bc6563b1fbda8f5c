/** Prints what a call costs; `npm run bench:transport`, optionally with the number of calls. */
import { cpuPerCall, median, rivals } from './cost.ts'

const calls = Number(process.argv[2] ?? 20_000)
const ROUNDS = 5
const serverPath = new URL('../../../test/bench/server.mjs', import.meta.url).pathname

const { rivals: all, close } = await rivals(serverPath)
const lines = [
  `Node ${process.version}, ${calls} calls, 64 in flight; CPU ms a call, and times the bare SDK's`,
]
for (const rival of all) {
  const arms = ['bare', 'transport', 'ours'] as const
  const costs = { bare: [] as number[], transport: [] as number[], ours: [] as number[] }
  for (const arm of arms) await cpuPerCall(rival[arm], calls / 10)
  for (let round = 0; round < ROUNDS; round++) {
    for (const arm of arms) costs[arm].push(await cpuPerCall(rival[arm], calls / ROUNDS / arms.length))
  }
  const figures = arms.map((arm) => {
    const ratio = median(costs[arm]) / median(costs.bare)
    return `${arm} ${median(costs[arm]).toFixed(3)} (${ratio.toFixed(2)})`
  })
  lines.push(`${rival.name.padEnd(18)} ${figures.join('  ')}`)
}
await close()
process.stdout.write(`${lines.join('\n')}\n`)

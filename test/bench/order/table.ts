/** Prints how long a batch takes, over the ideal, in each order of its calls. Run by `npm run bench:order`. */
import { referenceWorkload, meanSchedule, ORDERS } from './schedule.ts'

const SEEDS = 20

for (const order of ORDERS) {
  const cells = [100, 200, 1000].map((prompts) => {
    const { overIdeal, medianPromptMs } = meanSchedule(referenceWorkload(prompts), order, SEEDS)
    return `${prompts} prompts: ${overIdeal.toFixed(3)}, median ${(medianPromptMs / 1000).toFixed(1)} s`
  })
  process.stdout.write(`${order.name.padEnd(12)} ${cells.join('   ')}\n`)
}

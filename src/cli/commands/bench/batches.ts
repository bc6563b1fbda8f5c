/** How much faster a batch is than its prompts one after another. */
import { measure } from './measure.ts'
import { runsInVirtualTime, type BenchContext, type BenchRow, type BenchTable } from './scenario.ts'
import { ITERATION_MS, latencies, shortPrompts, simulatedSettings, TWO_ITERATIONS } from './workload.ts'

const PROMPTS = [1, 10, 100, 1000]
const CONCURRENCIES = [1, 10, 100]
/** The share of the possible speed-up that must be reached: 9.5 with 10 prompts at a time. */
const MIN_EFFICIENCY = 0.95

export async function batches(
  context: BenchContext,
  sizes: readonly number[] = PROMPTS,
): Promise<BenchTable> {
  const { scale, io } = context
  const run = async (prompts: number, concurrency: number) => {
    const simulated = runsInVirtualTime(context, (2 * ITERATION_MS * scale * prompts) / concurrency)
    const given = simulatedSettings({ ...TWO_ITERATIONS, ...latencies(scale) }, { concurrency })
    return { simulated, ...(await measure(given, shortPrompts(prompts), io, simulated)) }
  }
  const rows: BenchRow[] = []
  for (const prompts of sizes) {
    let sequentialMs = 0
    for (const concurrency of CONCURRENCIES) {
      const { wallMs, simulated, report } = await run(prompts, concurrency)
      if (concurrency === 1) sequentialMs = wallMs
      const speedUp = sequentialMs / wallMs
      const efficiency = speedUp / Math.min(concurrency, prompts)
      const isComplete = report.summary.accepted === prompts
      rows.push({
        values: [prompts, concurrency, wallMs, speedUp, efficiency],
        target: `at least ${Math.min(concurrency, prompts) * MIN_EFFICIENCY}x`,
        passed: efficiency >= MIN_EFFICIENCY && isComplete,
        simulated,
      })
    }
  }
  return {
    title: 'Batches (each prompt takes two iterations)',
    columns: {
      prompts: 'number',
      concurrency: 'number',
      time: 'ms',
      'speed-up': 'factor',
      efficiency: 'share',
    },
    rows,
  }
}

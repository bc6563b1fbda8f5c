/** What running validators and critics at the same time gains, and what more iterations cost. */
import { formatDuration } from '../../../util/units.ts'
import { measure } from './measure.ts'
import { runsInVirtualTime, type BenchContext, type BenchRow, type BenchTable } from './scenario.ts'
import { referencePrompts, ITERATION_MS, latencies, shortPrompts, simulatedSettings } from './workload.ts'

const COUNTS = [1, 2, 4, 8]
/** The time that starting and ending all checks may take beyond the slowest one. */
const ALLOWANCE_MS = 50

interface Kind {
  readonly component: 'validation' | 'critique'
  /** The latency of the check with this index. */
  readonly msOf: (index: number) => number
  readonly settings: (count: number) => object
}

/** Validators of 50 ms and more ask simulated models; those of the product itself take less than a millisecond. */
const KINDS: readonly Kind[] = [
  {
    component: 'validation',
    msOf: (index) => 50 + 25 * index,
    settings: (count) => ({
      critics: [],
      validators: indexes(count).map((index) => ({
        name: 'judge',
        rubric: `The text states fact ${index + 1}.`,
        model: `sim:check${index}`,
      })),
    }),
  },
  {
    component: 'critique',
    msOf: (index) => 1200 + 300 * index,
    settings: (count) => ({
      critics: indexes(count).map((index) => ({ name: 'reflexion', model: `sim:check${index}` })),
    }),
  },
]

export async function scaling(context: BenchContext): Promise<BenchTable> {
  const { scale } = context
  const simulated = runsInVirtualTime(context, ITERATION_MS * scale)
  // The rows are measured at the same time, since each mostly waits for its models.
  const rows = await Promise.all(
    KINDS.flatMap((kind) =>
      COUNTS.map(async (count): Promise<BenchRow> => {
        const { component, msOf, settings } = kind
        const models = indexes(count).map((index) => [`check${index}`, { firstTokenMs: msOf(index) * scale }])
        const sim = {
          firstDraftPass: 1,
          latency: { firstTokenMs: 100 * scale },
          modelLatency: Object.fromEntries(models) as object,
        }
        const given = simulatedSettings(sim, { maxIterations: 1, ...settings(count) })
        const { report } = await measure(given, shortPrompts(1), context.io, simulated)
        const checks = report.scaling.find((each) => each.component === component)
        const elapsedMs = report.components.find((each) => each.component === component)?.elapsedMs ?? 0
        const limitMs = msOf(count - 1) * scale + ALLOWANCE_MS
        return {
          values: [component, count, checks?.slowestMs ?? null, checks?.sumMs ?? null, elapsedMs],
          target: `at most the slowest plus ${ALLOWANCE_MS} ms, ${formatDuration(limitMs)}`,
          passed: elapsedMs > 0 && elapsedMs <= limitMs,
          simulated,
        }
      }),
    ),
  )
  return {
    title: 'More validators and critics',
    columns: { checks: 'text', count: 'number', slowest: 'ms', sum: 'ms', measured: 'ms' },
    rows,
  }
}

const LIMITS = [2, 3, 5]
const TASKS = 50

export async function iterationLimits(context: BenchContext): Promise<BenchTable> {
  const { scale } = context
  const simulated = runsInVirtualTime(context, Math.max(...LIMITS) * ITERATION_MS * scale)
  const rows = await Promise.all(
    LIMITS.map(async (maxIterations): Promise<BenchRow> => {
      const sim = { firstDraftPass: 0.15, obedience: 0.5, ...latencies(scale) }
      const given = simulatedSettings(sim, { maxIterations, concurrency: TASKS })
      const { report } = await measure(given, referencePrompts(TASKS), context.io, simulated)
      const { prompt } = report.latencyMs
      const limitMs = maxIterations * ITERATION_MS * scale * 1.05
      return {
        values: [
          maxIterations,
          report.summary.meanIterations,
          prompt.mean,
          prompt.max,
          report.summary.successRate,
        ],
        target: `at most ${maxIterations} iterations plus 5%, ${formatDuration(limitMs)}`,
        passed: (prompt.max ?? Infinity) <= limitMs,
        simulated,
      }
    }),
  )
  return {
    title: `Iteration limits (${TASKS} tasks each)`,
    columns: { limit: 'number', iterations: 'number', 'mean time': 'ms', longest: 'ms', success: 'share' },
    rows,
  }
}

const indexes = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

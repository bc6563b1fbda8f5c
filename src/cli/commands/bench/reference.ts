/** The reference task: its figures, and where its time goes. */
import type { Settings, SettingsInput } from '../../../config/schema.ts'
import { staysPending } from '../../../core/error-codes.ts'
import { SifakaError } from '../../../core/errors.ts'
import type { Thought } from '../../../core/types.ts'
import { formatDecimal, formatDuration, formatPercent } from '../../../util/units.ts'
import { measure, type Measured } from './measure.ts'
import { runsInVirtualTime, type BenchContext, type BenchRow, type BenchTable } from './scenario.ts'
import { meanOf, sumOf } from '../../../util/statistics.ts'
import {
  DRAFT_MS,
  REAL_TASKS,
  referencePrompts,
  referenceSettings,
  referenceValidators,
  ITERATION_MS,
  latencies,
  simulatedSettings,
} from './workload.ts'

/** Simulated tasks run at the same time and do not disturb one another. */
const SIMULATED_TASKS = 100
/** With these shares, a task needs about 2.3 iterations, as in the reference figures. */
const REFERENCE_SHARES = { firstDraftPass: 0.15, obedience: 0.9 }
/** The measured time may differ from the sum of the latencies by this factor. */
const TOLERANCE = 1.05

interface TaskRun extends Measured {
  readonly simulated: boolean
}

/** `single` and `components` share one run, so that a real model is paid once. */
const taskRuns = new WeakMap<BenchContext, Promise<TaskRun>>()

function runTask(context: BenchContext): Promise<TaskRun> {
  const run = taskRuns.get(context) ?? startTask(context)
  taskRuns.set(context, run)
  return run
}

async function startTask(context: BenchContext): Promise<TaskRun> {
  const { real, scale, io } = context
  const settings: Settings | SettingsInput = real
    ? referenceSettings(real)
    : simulatedSettings(
        { ...REFERENCE_SHARES, ...latencies(scale) },
        { validators: referenceValidators, concurrency: SIMULATED_TASKS },
      )
  const simulated = !real && runsInVirtualTime(context, 3 * ITERATION_MS * scale)
  const prompts = referencePrompts(real ? REAL_TASKS : SIMULATED_TASKS)
  const measured = await measure(settings, prompts, io, simulated)
  // The figures of an incomplete run would say nothing about the model.
  const error = real && measured.thoughts.find(staysPending)?.error
  if (error) throw new SifakaError(error.code, error.message)
  return { ...measured, simulated }
}

/** The time of one task if nothing but its calls takes time: of each iteration, the draft and the slowest critic. */
const sumOfCallsMs = (thoughts: readonly Thought[], scale: number): number =>
  meanOf(
    thoughts.map(({ iterations }) =>
      sumOf(iterations.map(({ critiques }) => (critiques.length > 0 ? ITERATION_MS : DRAFT_MS) * scale)),
    ),
  )

export async function single(context: BenchContext): Promise<BenchTable> {
  const { report, thoughts, simulated } = await runTask(context)
  const { summary, latencyMs } = report
  const perTask = (pick: (thought: Thought) => number) => meanOf(thoughts.map(pick))
  const calls = perTask(({ usage }) => usage.calls)
  const tokens = perTask(({ usage }) => usage.inputTokens + usage.outputTokens)
  const iterations = summary.meanIterations ?? 0
  const timeMs = latencyMs.prompt.mean ?? 0
  const idealMs = sumOfCallsMs(thoughts, context.scale)
  const row = (values: readonly string[], target: string, passed: boolean): BenchRow => ({
    values,
    target,
    passed,
    simulated,
  })
  const isReal = context.real !== undefined
  const callsPerIteration = calls / iterations
  return {
    title: `Single task (mean of ${thoughts.length})`,
    columns: { metric: 'text', reference: 'text', measured: 'text' },
    rows: [
      isReal
        ? row(['time', '8.2 s', formatDuration(timeMs)], 'at most 20 s', timeMs <= 20_000)
        : row(
            ['time', formatDuration(8200 * context.scale), formatDuration(timeMs)],
            `within 5% of the calls one after another, ${formatDuration(idealMs)}`,
            timeMs <= idealMs * TOLERANCE && timeMs >= idealMs / TOLERANCE,
          ),
      row(['iterations', '2.3', formatDecimal(iterations)], 'at most 2.5', iterations <= 2.5),
      row(
        ['model calls', '4.6', formatDecimal(calls)],
        'at most 3 per iteration: a draft and two critiques',
        callsPerIteration <= 3,
      ),
      row(['tokens', '3,200', formatDecimal(Math.round(tokens))], 'at most 12,000', tokens <= 12_000),
      row(
        ['success', '94%', formatPercent(summary.successRate)],
        'at least 94%',
        (summary.successRate ?? 0) >= 0.94,
      ),
    ],
  }
}

const REFERENCE_MS: Readonly<Record<string, number>> = {
  generation: 3200,
  validation: 150,
  critique: 2800,
  feedback: 50,
  network: 2000,
}

export async function components(context: BenchContext): Promise<BenchTable> {
  const { report, thoughts, simulated } = await runTask(context)
  const tasks = thoughts.length
  const taskMs = report.latencyMs.prompt.mean ?? 0
  const limits: Readonly<Record<string, { readonly target: string; readonly maxMs: number }>> = {
    generation: { target: 'no limit: the model', maxMs: Infinity },
    validation: { target: 'at most 150 ms per task', maxMs: 150 },
    critique: { target: 'no limit: the models', maxMs: Infinity },
    feedback: { target: 'at most 50 ms per task', maxMs: 50 },
    wait: { target: 'at most 1% of the time', maxMs: taskMs * 0.01 },
    overhead: { target: 'at most 5% of the time', maxMs: taskMs * 0.05 },
  }
  return {
    title: `Time per component (mean of ${tasks} tasks)`,
    columns: { component: 'text', reference: 'ms', 'per task': 'ms', 'of all': 'share', parallel: 'text' },
    rows: Object.entries(limits).map(([name, { target, maxMs }]) => {
      const component = report.components.find((each) => each.component === name)
      const perTaskMs = (component?.busyMs ?? 0) / tasks
      const isParallel = component?.parallel === true
      return {
        values: [name, referenceTime(name), perTaskMs, component?.share ?? null, isParallel ? 'yes' : 'no'],
        target,
        passed: perTaskMs <= maxMs,
        simulated,
      }
    }),
  }
}

const referenceTime = (name: string): number | null => REFERENCE_MS[name] ?? null

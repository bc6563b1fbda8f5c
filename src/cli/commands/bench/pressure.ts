/** A provider with rate limits, slow calls or faults. */
import type { SettingsInput } from '../../../config/schema.ts'
import { formatDuration } from '../../../util/units.ts'
import { measure, totalOf, type Measured } from './measure.ts'
import { runsInVirtualTime, type BenchContext, type BenchRow, type BenchTable } from './scenario.ts'
import {
  CRITIQUE_MS,
  DRAFT_MS,
  referencePrompts,
  ITERATION_MS,
  latencies,
  shortPrompts,
  simulatedSettings,
  TWO_ITERATIONS,
} from './workload.ts'

/** Providers limit each model, so that the critics have the model of the drafts. */
const ONE_MODEL = ['reflexion', 'constitutional']
/** A tenth of the reference latencies, so that the limit, not the number of calls in flight, decides the time. */
const QUICK = 0.1
const MEAN_CRITIQUE_MS = (CRITIQUE_MS[0] + CRITIQUE_MS[1]) / 2

export async function rateLimits(context: BenchContext): Promise<BenchTable> {
  const { scale, io } = context
  const prompts = 240
  const perSecond = 50 / scale
  // Six calls per prompt.
  const simulated = runsInVirtualTime(context, (1000 * prompts * 6) / perSecond)
  const rows: BenchRow[] = []
  for (const headers of ['openai', 'none'] as const) {
    const sim = {
      ...TWO_ITERATIONS,
      latency: { firstTokenMs: DRAFT_MS * QUICK * scale },
      criticLatency: { firstTokenMs: MEAN_CRITIQUE_MS * QUICK * scale },
      limits: { requestsPerMinute: 60 * perSecond, burstSeconds: 1, headers },
    }
    const { report, wallMs } = await measure(
      simulatedSettings(sim, { critics: ONE_MODEL, concurrency: prompts, maxCalls: undefined }),
      shortPrompts(prompts),
      io,
      simulated,
    )
    const requests = totalOf(report, ({ calls, retries }) => calls + retries)
    const refused = totalOf(report, ({ throttled }) => throttled)
    const used = (requests - refused) / (perSecond * (wallMs / 1000 + 1))
    const lost = prompts - report.summary.accepted
    rows.push({
      values: [headers === 'none' ? 'no' : 'yes', wallMs, used, refused / requests, lost],
      target: 'at least 95% of the rate, under 1% refused, none lost',
      passed: used >= 0.95 && refused / requests < 0.01 && lost === 0,
      simulated,
    })
  }
  return {
    title: `Rate limit of ${perSecond} requests per second (${prompts} prompts)`,
    columns: {
      'limit in headers': 'text',
      time: 'ms',
      'rate used': 'share',
      refused: 'share',
      'prompts lost': 'number',
    },
    rows,
  }
}

export async function slowCalls(context: BenchContext, prompts = 500): Promise<BenchTable> {
  const { scale, io } = context
  const concurrency = 32
  const simulated = runsInVirtualTime(context, (prompts * 2 * ITERATION_MS * scale) / concurrency)
  const spread = { spread: 0.1, tail: { share: 0.01, factor: 20 } }
  const sim = {
    ...TWO_ITERATIONS,
    latency: { firstTokenMs: DRAFT_MS * scale, ...spread },
    criticLatency: { firstTokenMs: MEAN_CRITIQUE_MS * scale, ...spread },
  }
  const run = (more: SettingsInput) =>
    measure(simulatedSettings(sim, { concurrency, ...more }), shortPrompts(prompts), io, simulated)
  const plain = await run({ hedge: 'off' })
  const hedged = await run({ hedge: 'auto' })
  const isComplete = ({ report }: Measured) => report.summary.accepted === prompts
  const extraOf = ({ report }: Measured) =>
    totalOf(report, ({ hedges }) => hedges) / totalOf(report, ({ calls }) => calls)
  const p99Of = ({ report }: Measured) => report.latencyMs.prompt.p99 ?? Infinity
  const row = (name: string, measured: Measured, target: string, passed: boolean): BenchRow => ({
    values: [name, measured.wallMs, measured.report.latencyMs.call.p99, p99Of(measured), extraOf(measured)],
    target,
    passed: passed && isComplete(measured),
    simulated,
  })
  const limitMs = p99Of(plain) * 0.4
  return {
    title: `1% of the calls 20 times slower (${prompts} prompts, ${concurrency} at a time)`,
    columns: {
      hedging: 'text',
      time: 'ms',
      'p99 of calls': 'ms',
      'p99 of prompts': 'ms',
      'extra calls': 'share',
    },
    rows: [
      row('off', plain, 'none lost', true),
      row(
        'auto',
        hedged,
        `p99 of prompts at most 0.4 times that without hedging, ${formatDuration(limitMs)}; at most 2% extra calls; none lost`,
        p99Of(hedged) <= limitMs && extraOf(hedged) <= 0.02,
      ),
    ],
  }
}

const FAULTS = ['server-error', 'reset', 'reset-body', 'bad-json'] as const

export async function faults(context: BenchContext): Promise<BenchTable> {
  const { scale, io } = context
  const prompts = 100
  const simulated = runsInVirtualTime(context, 3 * ITERATION_MS * scale)
  const run = (list: readonly object[]) =>
    measure(
      simulatedSettings({ ...TWO_ITERATIONS, ...latencies(scale), faults: list }, { concurrency: 20 }),
      referencePrompts(prompts),
      io,
      simulated,
    )
  const [clean, ...faulty] = await Promise.all(
    [[], ...FAULTS.map((kind) => [{ kind, share: 0.05 }])].map(run),
  )
  const cleanMs = clean?.wallMs ?? 0
  const rows = faulty.map(({ report, wallMs }, index): BenchRow => {
    const lost = prompts - report.summary.accepted
    return {
      values: [
        FAULTS[index] ?? '',
        wallMs,
        wallMs / cleanMs,
        totalOf(report, ({ retries }) => retries),
        lost,
      ],
      target: 'none lost, at most 1.4 times the time without faults',
      passed: lost === 0 && wallMs <= 1.4 * cleanMs,
      simulated,
    }
  })
  return {
    title: `5% of the attempts fail (${prompts} prompts)`,
    columns: {
      fault: 'text',
      time: 'ms',
      'times fault-free': 'factor',
      retries: 'number',
      'prompts lost': 'number',
    },
    rows,
  }
}

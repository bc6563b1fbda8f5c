/** What the cache and open connections save. */
import { simProfileSchema } from '../../../sim/profile.ts'
import { startSimServer } from '../../../sim/server/server.ts'
import { measure, totalOf, type Measured } from './measure.ts'
import { runsInVirtualTime, type BenchContext, type BenchTable } from './scenario.ts'
import { inTempFolder } from './temp-folder.ts'
import { ITERATION_MS, latencies, shortPrompts, simulatedSettings, TWO_ITERATIONS } from './workload.ts'

const PROMPTS = 20

export async function caching(context: BenchContext): Promise<BenchTable> {
  const { scale } = context
  const simulated = runsInVirtualTime(context, 2 * ITERATION_MS * scale)
  return inTempFolder(async (cacheFolder) => {
    const given = simulatedSettings(
      { ...TWO_ITERATIONS, ...latencies(scale) },
      { cache: true, concurrency: PROMPTS },
    )
    const run = () => measure(given, shortPrompts(PROMPTS), { ...context.io, cacheFolder }, simulated)
    const cold = await run()
    const warm = await run()
    const row = (name: string, { report, wallMs }: Measured, target: string, passed: boolean) => ({
      values: [name, wallMs, sentCalls(report), totalOf(report, ({ cacheHits }) => cacheHits)],
      target,
      passed,
      simulated,
    })
    return {
      title: `Cache on disk (${PROMPTS} prompts)`,
      columns: { cache: 'text', time: 'ms', 'calls sent': 'number', 'cache hits': 'number' },
      rows: [
        row('cold', cold, 'every call sent', sentCalls(cold.report) > 0),
        row(
          'warm',
          warm,
          'no call sent, at most a tenth of the time',
          sentCalls(warm.report) === 0 && warm.wallMs <= cold.wallMs / 10,
        ),
      ],
    }
  })
}

const sentCalls = (report: Measured['report']): number => totalOf(report, ({ calls }) => calls)

/** Always in real time, since it needs real connections, to a server on this machine; with a tenth of the latencies. */
export async function connections({ scale, io }: BenchContext): Promise<BenchTable> {
  const concurrency = 20
  const profile = simProfileSchema.parse({ ...TWO_ITERATIONS, ...latencies(scale / 10) })
  const server = await startSimServer({ port: 0, profile })
  try {
    const given = {
      ...simulatedSettings({}, { concurrency }),
      model: 'openai:writer',
      critics: [
        { name: 'reflexion', model: 'openai:fast' },
        { name: 'constitutional', model: 'openai:slow' },
      ],
      prices: { 'openai:writer': FREE, 'openai:fast': FREE, 'openai:slow': FREE },
      providers: { openai: { baseUrl: `${server.url}/v1` } },
    }
    const env = { OPENAI_API_KEY: 'simulated' }
    const { report, wallMs } = await measure(given, shortPrompts(100), { ...io, env }, false)
    const calls = sentCalls(report)
    const opened = report.resources.connectionsOpened ?? 0
    // The two critics of a prompt run at the same time.
    const mostInFlight = 2 * concurrency
    return {
      title: 'Connections (100 prompts, 20 at a time, over HTTP)',
      columns: { calls: 'number', connections: 'number', 'calls per connection': 'number', time: 'ms' },
      rows: [
        {
          values: [calls, opened, opened === 0 ? null : calls / opened, wallMs],
          target: `at most ${mostInFlight} connections: the calls in flight`,
          passed: opened > 0 && opened <= mostInFlight && report.summary.accepted === 100,
          simulated: false,
        },
      ],
    }
  } finally {
    await server.close()
  }
}

const FREE = { input: 0, output: 0 }

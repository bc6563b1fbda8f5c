/** Runs the scenarios of `sifaka bench` and prints what they measured. */
import { availableParallelism } from 'node:os'
import { standardOutput } from '../../../batch/results/output.ts'
import { builtInRegistry } from '../../../config/registry.ts'
import type { Settings } from '../../../config/schema.ts'
import { systemClock } from '../../../core/clock.ts'
import { UsageError } from '../../../core/errors.ts'
import { checkEngine } from '../../../engine/check-engine.ts'
import { providerOf } from '../../../engine/models.ts'
import { estimateBatch } from '../../../estimate/estimate-batch.ts'
import { getByName } from '../../../util/lookup.ts'
import { formatDuration, formatUsd } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import { flagLike } from '../../options/setting-without-flag.ts'
import { loadFor } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'
import { scenarios } from './index.ts'
import { benchFormats, type BenchResult } from './render.ts'
import type { BenchContext, Scenario } from './scenario.ts'
import { REAL_TASKS, referencePrompts, referenceSettings } from './workload.ts'

interface BenchFlags extends ConfigFlags {
  readonly scenario?: readonly string[]
  readonly list?: boolean
  readonly model?: readonly string[]
  readonly format: keyof typeof benchFormats
  readonly scale?: number
  readonly simulated?: boolean
  readonly maxCost?: number
}

export async function benchCommand(shell: Shell, flags: BenchFlags): Promise<ExitCode> {
  const stdout = standardOutput(shell.stdout)
  if (flags.list) {
    const width = Math.max(...scenarios.map(({ name }) => name.length))
    await stdout.write(scenarios.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join(''))
    return EXIT.accepted
  }
  shell.log.configure({ quiet: flags.quiet })
  const say = (line: string) => shell.say(`sifaka: ${line}`)
  const chosen = (flags.scenario ?? []).map((name) =>
    getByName(scenarios, name, (hint) => new UsageError(`no scenario is called "${name}"`, hint)),
  )
  const context = await openContext(shell, flags, say)
  const runnable = scenariosFor(chosen, context.real !== undefined)
  if (context.real) await announceCost(context.real, context, say)
  const tables: BenchResult['tables'][number][] = []
  const ok = () => tables.every(({ rows }) => rows.every(({ passed }) => passed))
  try {
    for (const scenario of runnable) {
      const startedMs = systemClock.now()
      say(`${scenario.name}: ${scenario.summary}`)
      tables.push({ scenario: scenario.name, ...(await scenario.run(context)) })
      say(`${scenario.name} took ${formatDuration(systemClock.now() - startedMs)}`)
      context.io.signal.throwIfAborted()
    }
  } finally {
    // If a scenario fails, what was measured before is still printed.
    if (tables.length > 0) {
      const result = { ...describeRun(context), ok: ok(), tables }
      await stdout.write(shell.redact(benchFormats[flags.format](result)))
    }
  }
  return ok() ? EXIT.accepted : EXIT.notAccepted
}

const describeRun = ({ real, scale }: BenchContext): Omit<BenchResult, 'ok' | 'tables'> => ({
  date: systemClock.date().toISOString().slice(0, 10),
  machine: {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
  },
  model: real?.model ?? 'simulated models',
  scale,
})

/** Without `--model`, no settings are read, so that the figures do not depend on the settings of the user. */
async function openContext(
  shell: Shell,
  flags: BenchFlags,
  say: (line: string) => void,
): Promise<BenchContext> {
  const { scale = 1, simulated: isVirtual = false } = flags
  if (flags.model === undefined) {
    const useless = NEED_MODEL.find((name) => flags[name] !== undefined)
    if (useless) {
      const problem = `${flagLike(useless)} has no effect without --model`
      throw new UsageError(problem, 'leave it out, or name a model')
    }
    const { signal, env } = shell
    return {
      scale,
      isVirtual,
      io: { registry: builtInRegistry(), env, signal, warn: shell.warn },
      real: undefined,
      say,
    }
  }
  const { settings, io } = await loadFor(flags, shell)
  if (providerOf(settings.model ?? '', settings).definition.simulated) {
    throw new UsageError(
      '--model: a simulated model is what bench measures without --model',
      'leave it out, or name a model of a real provider',
    )
  }
  const useless = (['scale', 'simulated'] as const).find((name) => flags[name] !== undefined)
  if (useless)
    throw new UsageError(`${flagLike(useless)} has no effect with --model`, 'leave one of them out')
  return { scale: 1, isVirtual: false, io, real: settings, say }
}

const NEED_MODEL = ['maxCost', 'config', 'profile', 'envFile'] as const

function scenariosFor(chosen: readonly Scenario[], isReal: boolean): readonly Scenario[] {
  if (!isReal) return chosen.length === 0 ? scenarios : [...new Set(chosen)]
  const real = scenarios.filter(({ takesModel }) => takesModel)
  const other = chosen.find(({ takesModel }) => !takesModel)
  if (other) {
    throw new UsageError(
      `${other.name} needs the simulated provider`,
      `with --model, choose from: ${real.map(({ name }) => name).join(', ')}`,
    )
  }
  return chosen.length === 0 ? real : [...new Set(chosen)]
}

/** Says what the run will cost before it sends anything. A missing key or model is reported before the cost. */
async function announceCost(
  settings: Settings,
  { io }: BenchContext,
  say: (line: string) => void,
): Promise<void> {
  const reference = referenceSettings(settings)
  await checkEngine(reference, io)
  const prompts = async function* () {
    yield* referencePrompts(REAL_TASKS)
  }
  const { estimate } = await estimateBatch(prompts(), reference, io)
  const { calls, costUsd } = estimate
  const cost =
    costUsd === null
      ? 'at unknown prices'
      : `for ${formatUsd(costUsd.expected)}, at most ${formatUsd(costUsd.most)}`
  say(`${settings.model} will answer about ${Math.round(calls.expected)} calls ${cost}`)
}

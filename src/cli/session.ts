/** What `improve` and `batch` share: settings, observers, the runtime, and the report at the end. */
import { randomBytes } from 'node:crypto'
import { readEnv } from '../config/env.ts'
import { loadSettings, type Loaded } from '../config/load.ts'
import { systemClock } from '../core/clock.ts'
import { UsageError } from '../core/errors.ts'
import type { Observer } from '../core/events.ts'
import type { Journal } from '../core/ports.ts'
import type { RunInfo, TimingReport } from '../core/timing-report.ts'
import { progress, type Progress } from '../observe/status/progress.ts'
import { timing } from '../observe/timing/timing.ts'
import { trace } from '../observe/trace.ts'
import { timingFormatFor } from '../report/index.ts'
import { wire, type Runtime } from '../engine/create-engine.ts'
import { redactor, type Shell } from './shell.ts'
import { openEventsFile, type EventsFile } from '../observe/events/file.ts'
import { settingsFromFlags, type LoopFlags } from './options/flags.ts'
import { checkOutputs, fileOutput } from './output/output.ts'
import { toTerminal } from './output/terminal.ts'

export interface Session {
  readonly loaded: Loaded
  readonly runtime: Runtime
  readonly progress: Progress
  /** Ends the display, tells where the time went, and writes it where `--report` says. */
  report(): Promise<TimingReport>
  /** Lets go of everything; needed however the run ends. */
  close(): Promise<void>
}

export async function loadFor(flags: LoopFlags, shell: Shell): Promise<Loaded & { env: Shell['env'] }> {
  const env = await readEnv(shell.env, shell.cwd, flags.envFile)
  shell.keepSecret(env)
  const loaded = await loadSettings({
    flags: await settingsFromFlags(flags),
    env,
    cwd: shell.cwd,
    config: flags.config,
    profile: flags.profile,
    warn: (line) => shell.say(`sifaka: ${line}`),
  })
  return { ...loaded, env }
}

export interface SessionNeeds {
  /** How many prompts there are, when that is known. */
  readonly total: number | undefined
  /** The most prompts in flight. */
  readonly concurrency: number
  /** An earlier run goes on: its events are added to. */
  readonly resume?: boolean | undefined
  readonly stopping?: AbortSignal | undefined
  readonly journal?: Journal | undefined
}

export async function openSession(
  loaded: Loaded & { env: Shell['env'] },
  flags: LoopFlags,
  shell: Shell,
  { total, concurrency, resume = false, stopping, journal }: SessionNeeds,
): Promise<Session> {
  const { settings } = loaded
  const reportFormat = flags.report === undefined ? undefined : timingFormatFor(flags.report)
  if (flags.report !== undefined && !reportFormat) {
    throw new UsageError(`--report: cannot write ${flags.report}`, 'name a file that ends in .json or .md')
  }
  if (flags.events === '-') {
    throw new UsageError('--events: standard output is for results', 'name a file, as in --events run.ndjson')
  }
  const hide = redactor({ ...shell.env, ...loaded.env })
  const warn = (line: string) => shell.say(`sifaka: ${line}`)
  const startedMs = systemClock.now()
  const display = progress({
    stream: shell.stderr,
    env: shell.env,
    quiet: flags.quiet === true,
    // A spinner and running text cannot share a terminal.
    plain: flags.stream === true || flags.trace === true,
    total,
    now: () => systemClock.now(),
    say: shell.say,
    safe: (text) => toTerminal(hide(text)).replace(/\s+/g, ' '),
  })
  const run: RunInfo = {
    id: `run-${systemClock.date().toISOString().replace(/\D/g, '').slice(0, 14)}-${randomBytes(2).toString('hex')}`,
    startedAt: systemClock.date().toISOString(),
    model: settings.model ?? '',
    profile: loaded.profile,
    concurrency,
    settings,
  }
  const clockwork = timing(run)
  let events: EventsFile | undefined
  const observers: Observer[] = [clockwork, display]
  if (flags.events !== undefined) {
    await checkOutputs([flags.report, flags.events], flags.force === true || resume)
    observers.push({ name: 'events', on: (event) => events?.on(event) })
  }
  if (flags.trace || flags.stream) {
    observers.push(
      trace({
        say: shell.say,
        write: shell.show,
        stream: flags.stream === true,
        trace: flags.trace === true,
      }),
    )
  }
  const runtime = await wire(settings, {
    env: loaded.env,
    signal: shell.signal,
    stopping,
    journal,
    observers,
    warn,
  })
  const file = flags.report === undefined ? undefined : await fileOutput(flags.report, flags.force === true)
  if (flags.events !== undefined) {
    const mode = flags.force ? 'overwrite' : resume ? 'append' : 'create'
    events = await openEventsFile(flags.events, { mode, run, total, clock: systemClock, hide, warn })
  }
  const rehearsed = runtime.models.filter((model) => model.startsWith('sim:'))
  if (rehearsed.length > 0 && !flags.quiet) {
    shell.say(`sifaka: ${rehearsed.join(', ')} is a rehearsal, not a language model`)
  }
  const finish = (): TimingReport => {
    const { maxRSS } = process.resourceUsage()
    const { user, system } = process.cpuUsage()
    return clockwork.report({
      wallMs: systemClock.now() - startedMs,
      resources: {
        peakRssMb: maxRSS / 1024,
        cpuMs: (user + system) / 1000,
        connectionsOpened: runtime.connectionsOpened(),
      },
    })
  }
  let result: TimingReport | undefined
  return {
    loaded,
    runtime,
    progress: {
      ...display,
      passOver(count) {
        display.passOver(count)
        events?.passOver(count)
      },
    },
    async report() {
      display.stop()
      result = finish()
      if (reportFormat) await file?.write(reportFormat.render(result))
      return result
    },
    async close() {
      display.stop()
      await events?.close(result ?? finish())
      await file?.close()
      await runtime.close()
    },
  }
}

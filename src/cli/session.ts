/** The parts that `improve` and `batch` share: observers, the engine, and the report at the end. */
import { randomBytes } from 'node:crypto'
import { publicSettings, withoutSecrets } from '../config/public-settings.ts'
import { systemClock } from '../core/clock.ts'
import { UsageError } from '../core/errors.ts'
import type { Observer } from '../core/events.ts'
import type { AnswerJournal } from '../core/ports.ts'
import type { RunInfo, TimingReport } from '../core/timing-report.ts'
import type { Outcome } from '../core/types.ts'
import { createEngine, type Engine } from '../engine/create-engine.ts'
import type { EngineIo } from '../engine/io.ts'
import { createDetailsObserver } from '../observe/details/run-details.ts'
import { createProgressDisplay, type ProgressDisplay } from '../observe/status/progress.ts'
import { createTimingObserver } from '../observe/timing/timing.ts'
import { createRetryNotes } from '../observe/retry-notes.ts'
import { createTraceObserver } from '../observe/trace.ts'
import { timingFormats } from '../report/index.ts'
import { EXIT } from './exit-codes.ts'
import { warnIfSimulated, type LoadedRun } from './load-run.ts'
import type { LoopFlags } from './options/flags.ts'
import { openMetrics, openTelemetryFor } from './monitoring.ts'
import { eventsFiles } from './output/events-files.ts'
import { reportFiles } from './output/report-files.ts'
import { toTerminal } from '../util/terminal.ts'
import { GRACE_PERIOD_MS, type Shell } from './shell.ts'

export interface Session {
  readonly engine: Engine
  /** Counts a prompt that an earlier run has completed. */
  skip(outcome: Outcome): void
  stopProgress(): void
  /** The last draft that `--stream` showed. */
  lastShown(): string
  /** The timing report, or the figures so far. */
  readonly figures: () => TimingReport
  /** Stops the progress display, and writes the timing report to the file of `--report`. */
  report(): Promise<TimingReport>
  /** Releases all resources; must be called however the run ends. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** The number of prompts, if it is known. */
  readonly total: number | undefined
  /** Maximum number of prompts in flight. */
  readonly concurrency: number
  /** True to append to the events file of an earlier run. */
  readonly resume?: boolean | undefined
  readonly stopping?: AbortSignal | undefined
  readonly journal?: AnswerJournal | undefined
  /** Whether metrics are served at the port of the settings. */
  readonly servesMetrics?: boolean | undefined
  /** Works on the prompts in place of this process, which then needs no models. */
  readonly improveElsewhere?: EngineIo['improveElsewhere']
}

/** Creates everything that a run needs. Rejects before anything is sent if something is missing. */
export async function openSession(
  { settings, profile, io }: LoadedRun,
  flags: LoopFlags,
  shell: Shell,
  options: SessionOptions,
): Promise<Session> {
  const { total, stopping, improveElsewhere } = options
  const { stream = false, trace = false } = flags
  if (stream && shell.log.format() === 'json') {
    throw new UsageError('--stream shows text, so it excludes --log-format json', 'leave one of them out')
  }
  const reports = reportFiles(flags.report, timingFormats)
  const events = eventsFiles(flags.events)
  const startedMs = systemClock.now()
  const display = await openDisplay(flags, shell, options)
  const run: RunInfo = {
    id: newRunId(systemClock.date()),
    startedAt: systemClock.date().toISOString(),
    model: [settings.model ?? '', ...settings.escalation].join(', '),
    profile,
    label: settings.label ?? null,
    concurrency: options.concurrency,
    settings: withoutSecrets(settings),
  }
  const timer = createTimingObserver(run)
  const tracer = createTraceObserver({
    writeLine: (line) => shell.log.write('info', line),
    write: shell.log.show,
    stream,
    trace,
    isPrefixed: total !== 1,
  })
  const details = reports.showPrompts ? createDetailsObserver(run.model) : undefined
  const monitoring = await openMetrics(options.servesMetrics ? settings : {}, io, shell)
  const telemetry = await openTelemetryFor(io, shell, { 'sifaka.run.id': run.id })
  const observers: Observer[] = [
    timer,
    display,
    events.observer,
    tracer,
    ...(details ? [details] : []),
    ...monitoring.observers,
    ...telemetry.observers,
    ...(io.inform ? [createRetryNotes(io.inform)] : []),
  ]
  const wiring = { runId: run.id, stopping, journal: options.journal, observers, improveElsewhere }
  const engine = await createEngine(settings, { ...io, ...wiring })
  await engine.prepare({ model: improveElsewhere === undefined }).catch(async (error: unknown) => {
    await engine.close()
    throw error
  })
  const openReports = await reports.open(flags.force || options.resume === true)
  await events.open({
    mode: flags.force ? 'overwrite' : options.resume ? 'append' : 'create',
    run,
    settings: publicSettings(settings),
    total,
    clock: systemClock,
    redact: shell.redact,
    warn: io.warn,
  })
  warnIfSimulated(engine, shell)

  const measure = (): TimingReport => {
    const resources = { ...usedResources(), connectionsOpened: engine.models.connectionsOpened() }
    return timer.report({ wallMs: systemClock.now() - startedMs, resources, total })
  }
  let report: TimingReport | undefined
  const figures = () => report ?? measure()
  return {
    engine,
    skip(outcome) {
      timer.skip(outcome)
      display.skip()
      events.skip()
    },
    stopProgress: () => display.stop(),
    lastShown: tracer.lastShown,
    figures,
    async report() {
      display.stop()
      report = measure()
      await openReports.write(report, details?.details())
      return report
    },
    async close() {
      display.stop()
      await events.close(figures)
      await openReports.close()
      await engine.close()
      monitoring.close()
      await telemetry.close()
    },
  }
}

/** The progress display, which also says that the run is about to stop. */
async function openDisplay(
  { stream = false, trace = false, quiet = false }: LoopFlags,
  shell: Shell,
  { total, stopping }: SessionOptions,
): Promise<ProgressDisplay> {
  const display = await createProgressDisplay({
    stream: shell.stderr,
    env: shell.env,
    quiet: quiet || !shell.log.includes('info'),
    // No spinner, since it would overwrite text that is shown on the same terminal.
    plain: stream || trace || shell.log.format() === 'json',
    total,
    now: () => systemClock.now(),
    writeLine: shell.say,
    sanitize: (text) => toTerminal(shell.redact(text)).replace(/\s+/g, ' '),
  })
  const announceStop = () =>
    display.stopping(GRACE_PERIOD_MS, shell.interrupted() === EXIT.interrupted ? '; ^C again to end now' : '')
  stopping?.addEventListener('abort', announceStop, { once: true })
  return display
}

/** What this process has needed so far. */
function usedResources() {
  const { maxRSS } = process.resourceUsage()
  const { user, system } = process.cpuUsage()
  return { peakRssMb: maxRSS / 1024, cpuMs: (user + system) / 1000 }
}

/** Returns an id such as `run-20261128193000-a1b2`. */
const newRunId = (date: Date): string =>
  `run-${date.toISOString().replace(/\D/g, '').slice(0, 14)}-${randomBytes(2).toString('hex')}`

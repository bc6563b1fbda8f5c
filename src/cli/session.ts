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
import { openEventsFile, type EventsFile } from '../observe/events/file.ts'
import { createDetailsObserver } from '../observe/details/run-details.ts'
import { createProgressDisplay } from '../observe/status/progress.ts'
import { createTimingObserver } from '../observe/timing/timing.ts'
import { createRetryNotes } from '../observe/retry-notes.ts'
import { createTraceObserver } from '../observe/trace.ts'
import { timingFormats } from '../report/index.ts'
import { EXIT } from './exit-codes.ts'
import { warnIfSimulated, type LoadedRun } from './load-run.ts'
import type { LoopFlags } from './options/flags.ts'
import { isStandardOutput } from '../batch/results/file-identity.ts'
import { isDevice } from '../batch/results/output.ts'
import { openMetrics, openTelemetryFor } from './monitoring.ts'
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
  {
    total,
    concurrency,
    resume = false,
    stopping,
    journal,
    servesMetrics = false,
    improveElsewhere,
  }: SessionOptions,
): Promise<Session> {
  const { stream = false, trace = false, quiet = false, force } = flags
  const isJson = shell.log.format() === 'json'
  if (isJson && stream) {
    throw new UsageError('--stream shows text, so it excludes --log-format json', 'leave one of them out')
  }
  const reports = reportFiles(flags.report, timingFormats)
  if (flags.events?.some(isStandardOutput)) {
    throw new UsageError(
      '--events: cannot write to standard output, which is for results',
      'name a file, as in --events run.ndjson',
    )
  }
  const startedMs = systemClock.now()
  const display = await createProgressDisplay({
    stream: shell.stderr,
    env: shell.env,
    quiet: quiet || !shell.log.includes('info'),
    // No spinner, since it would overwrite text that is shown on the same terminal.
    plain: stream || trace || isJson,
    total,
    now: () => systemClock.now(),
    writeLine: shell.say,
    sanitize: (text) => toTerminal(shell.redact(text)).replace(/\s+/g, ' '),
  })
  const announceStop = () =>
    display.stopping(GRACE_PERIOD_MS, shell.interrupted() === EXIT.interrupted ? '; ^C again to end now' : '')
  stopping?.addEventListener('abort', announceStop, { once: true })
  const run: RunInfo = {
    id: newRunId(systemClock.date()),
    startedAt: systemClock.date().toISOString(),
    model: [settings.model ?? '', ...settings.escalation].join(', '),
    profile,
    label: settings.label ?? null,
    concurrency,
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
  const eventsFiles: EventsFile[] = []
  const monitoring = await openMetrics(servesMetrics ? settings : {}, io, shell)
  const telemetry = await openTelemetryFor(io, shell, { 'sifaka.run.id': run.id })
  const observers: Observer[] = [
    timer,
    display,
    { name: 'events', on: (event) => eventsFiles.forEach((file) => file.on(event)) },
    tracer,
    ...(details ? [details] : []),
    ...monitoring.observers,
    ...telemetry.observers,
    ...(io.inform ? [createRetryNotes(io.inform)] : []),
  ]
  const wiring = { runId: run.id, stopping, journal, observers, improveElsewhere }
  const engine = await createEngine(settings, { ...io, ...wiring })
  await engine.prepare({ model: improveElsewhere === undefined }).catch(async (error: unknown) => {
    await engine.close()
    throw error
  })
  const openReports = await reports.open(force || resume)
  for (const path of flags.events ?? []) {
    const file = await openEventsFile(path, {
      mode: force || (await isDevice(path)) ? 'overwrite' : resume ? 'append' : 'create',
      run,
      settings: publicSettings(settings),
      total,
      clock: systemClock,
      redact: shell.redact,
      warn: io.warn,
    })
    eventsFiles.push(file)
  }
  warnIfSimulated(engine, shell)

  const finishTiming = (): TimingReport => {
    const { maxRSS } = process.resourceUsage()
    const { user, system } = process.cpuUsage()
    const connectionsOpened = engine.models.connectionsOpened()
    const resources = { peakRssMb: maxRSS / 1024, cpuMs: (user + system) / 1000, connectionsOpened }
    return timer.report({ wallMs: systemClock.now() - startedMs, resources, total })
  }
  let report: TimingReport | undefined
  return {
    engine,
    skip(outcome) {
      timer.skip(outcome)
      display.skip(1)
      for (const file of eventsFiles) file.skip(1)
    },
    stopProgress: () => display.stop(),
    lastShown: tracer.lastShown,
    figures: () => report ?? finishTiming(),
    async report() {
      display.stop()
      report = finishTiming()
      await openReports.write(report, details?.details())
      return report
    },
    async close() {
      display.stop()
      for (const file of eventsFiles) await file.close(report ?? finishTiming())
      await openReports.close()
      await engine.close()
      monitoring.close()
      await telemetry.close()
    },
  }
}

/** Returns an id such as `run-20261128193000-a1b2`. */
const newRunId = (date: Date): string =>
  `run-${date.toISOString().replace(/\D/g, '').slice(0, 14)}-${randomBytes(2).toString('hex')}`

/** `--events`: what happens, one JSON object a line, for machines to follow; see `observe/events/format.ts`. */
import { once } from 'node:events'
import { open, type FileHandle } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { writeError } from '../../batch/results/append.ts'
import type { Settings } from '../../config/schema.ts'
import { UsageError } from '../../core/errors.ts'
import type { Clock } from '../../core/clock.ts'
import type { Observer } from '../../core/events.ts'
import type { RunInfo, TimingReport } from '../../core/timing-report.ts'
import { totalUsage } from '../../core/usage.ts'
import { EVENTS_FORMAT, machineEvent, placeOf, type Epoch } from './format.ts'
import { toJson } from '../../util/json.ts'

export interface EventsFile extends Observer {
  /** So many prompts were done in an earlier run. */
  passOver(count: number): void
  /** Writes the end, and resolves once all is written that can be. Never rejects. */
  close(report: TimingReport): Promise<void>
}

export interface EventsFileOptions {
  /** Begin anew, append, or refuse a file that is there. */
  readonly mode: 'overwrite' | 'append' | 'create'
  readonly run: RunInfo
  /** How many prompts there are, when that is known. */
  readonly total: number | undefined
  readonly clock: Clock
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string
  readonly warn: (line: string) => void
}

/** What may wait for a slow disk; events beyond it are lost, and counted. */
const MOST_WAITING_BYTES = 16_000_000
const FLAGS = { overwrite: 'w', append: 'a+', create: 'wx' } as const
/** What a run's figures depend on, and no texts: of validators and critics only the names. */
const SETTINGS: readonly (keyof Settings)[] = [
  'criticModel',
  'validators',
  'critics',
  'critique',
  'quorum',
  'validation',
  'maxIterations',
  'plateau',
  'temperature',
  'maxTokens',
  'seed',
  'stream',
  'cache',
  'maxCalls',
  'rpm',
  'tpm',
  'timeout',
  'retries',
  'hedge',
  'maxCost',
  'maxTotalTokens',
  'deadline',
  'failUnder',
  'maxErrors',
]

/** Opens the file and writes the beginning. No event ever waits for the disk, and none fails for it. */
export async function openEventsFile(path: string, options: EventsFileOptions): Promise<EventsFile> {
  const { mode, run, total, clock, hide, warn } = options
  const file = await open(path, FLAGS[mode]).catch((error: unknown) => {
    throw new UsageError(`--events: ${writeError(error, path).message}`, undefined, error)
  })
  const stream = file.createWriteStream()
  const epoch: Epoch = { startedAtMs: clock.date().getTime(), startedMs: clock.now() }
  let ended = false
  let lost = 0
  stream.on('error', (error) => {
    ended = true
    warn(`--events: ${writeError(error, path).message}; the run goes on without`)
  })
  const write = (value: object) => void stream.write(`${toJson(withoutSecrets(value, hide))}\n`)
  const add = (value: object | undefined) => {
    if (!value || ended) return
    if (stream.writableLength > MOST_WAITING_BYTES) {
      if (lost++ === 0) warn(`--events: ${path} is written too slowly; some events are left out`)
      return
    }
    if (lost > 0) write({ ...placeOf('events-lost', clock.now(), epoch), count: lost })
    lost = 0
    write(value)
  }
  if (mode === 'append' && (await isTorn(file))) stream.write('\n')
  add({ ...placeOf('run-start', epoch.startedMs, epoch), format: EVENTS_FORMAT, ...about(run, total) })
  return {
    name: 'events',
    on: (event) => add(machineEvent(event, epoch)),
    passOver: (count) => add({ ...placeOf('passed-over', clock.now(), epoch), count }),
    async close(report) {
      if (!ended && stream.writableNeedDrain) await once(stream, 'drain').catch(() => undefined)
      add({ ...placeOf('run-end', clock.now(), epoch), ...conclusion(report) })
      ended = true
      stream.end()
      await finished(stream).catch(() => undefined)
    },
  }
}

const about = ({ id, model, profile, concurrency, settings }: RunInfo, total: number | undefined) => ({
  run: id,
  model,
  profile,
  concurrency,
  total: total ?? null,
  settings: Object.fromEntries(
    SETTINGS.flatMap((key) => {
      const value = settings[key]
      return value === undefined ? [] : [[key, Array.isArray(value) ? value.map(nameOf) : value]]
    }),
  ),
})

const nameOf = (value: unknown): unknown => (typeof value === 'string' ? value : Object(value)['name'])

/** Whether the last line was not written to its end, as a crash leaves it. */
async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  return bytesRead > 0 && buffer[0] !== 0x0a
}

function conclusion({ run, summary, models }: TimingReport): object {
  const usage = totalUsage(models)
  return { run: run.id, summary, usage }
}

function withoutSecrets(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, hide))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSecrets(each, hide)]))
}

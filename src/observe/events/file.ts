/** `--events`: the events of a run for programs, one JSON object per line; `format.ts` documents them. */
import { once } from 'node:events'
import { open, realpath, stat, truncate, unlink, type FileHandle } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Clock } from '../../core/clock.ts'
import { unwritable } from '../../core/errors.ts'
import type { Observer } from '../../core/events.ts'
import type { RunInfo, TimingReport } from '../../core/timing-report.ts'
import { totalUsage } from '../../core/usage.ts'
import { openPipe } from '../../util/files/open-pipe.ts'
import { toJson } from '../../util/json.ts'
import { describeWriteFailure } from '../../util/files/system-errors.ts'
import { eventHeader, EVENTS_FORMAT, toMachineEvent, type Epoch } from './format.ts'

export interface EventsFile extends Observer {
  /** Records a prompt that an earlier run finished. */
  skip(): void
  /** Writes the last event; resolves once all events are written. Never rejects. */
  close(report: TimingReport): Promise<void>
}

export interface EventsFileOptions {
  /** `create` fails if the file exists. */
  readonly mode: 'overwrite' | 'append' | 'create'
  readonly run: RunInfo
  /** The settings to write; they must not contain text of the user. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The number of prompts, if it is known. */
  readonly total: number | undefined
  readonly clock: Clock
  /** Removes secrets from a text. */
  readonly redact: (text: string) => string
  readonly warn: (line: string) => void
}

/** If a slow disk fills this buffer, further events are dropped and counted. */
const MAX_BUFFERED_BYTES = 16_000_000
const FLAGS = { overwrite: 'w', append: 'a+', create: 'wx' } as const

/**
 * Opens the file and writes the first event. A later write error is only a warning, so that events never delay or
 * fail a run.
 */
export async function openEventsFile(path: string, options: EventsFileOptions): Promise<EventsFile> {
  const { mode, run, settings, total, clock, redact, warn } = options
  const { stream, file } = await openStream(path, FLAGS[mode], clock).catch((error: unknown) => {
    throw unwritable(error, path, { label: '--events: ' })
  })
  const epoch: Epoch = { startedAtMs: clock.date().getTime(), startedMs: clock.now() }
  let ended = false
  let failed = false
  let lost = 0
  /** The bytes of the file up to the end of the last line that was written completely. */
  let completeBytes = file && mode === 'append' ? (await file.stat()).size : 0
  stream.on('error', (error) => {
    ended = true
    failed = true
    warn(`--events: ${describeWriteFailure(error, path)}; going on without events`)
  })
  const redactText = (_: string, value: unknown) => (typeof value === 'string' ? redact(value) : value)
  const writeText = (text: string) =>
    void stream.write(text, (error) => {
      if (!error) completeBytes += Buffer.byteLength(text)
    })
  const write = (value: object) => writeText(`${toJson(value, undefined, redactText)}\n`)
  const add = (value: object | undefined) => {
    if (!value || ended) return
    if (stream.writableLength > MAX_BUFFERED_BYTES) {
      if (lost++ === 0) warn(`--events: writing ${path} takes too long; some events are left out`)
      return
    }
    if (lost > 0) write({ ...eventHeader('events-lost', clock.now(), epoch), count: lost })
    lost = 0
    write(value)
  }
  if (file && mode === 'append' && (await endsWithinLine(file))) writeText('\n')
  add({
    ...eventHeader('run-start', epoch.startedMs, epoch),
    format: EVENTS_FORMAT,
    run: run.id,
    model: run.model,
    profile: run.profile,
    concurrency: run.concurrency,
    total: total ?? null,
    settings,
  })
  return {
    name: 'events',
    on: (event) => add(toMachineEvent(event, epoch)),
    skip: () => add(eventHeader('skipped', clock.now(), epoch)),
    async close({ summary, models }) {
      if (!ended && stream.writableNeedDrain) await once(stream, 'drain').catch(() => undefined)
      const usage = totalUsage(models)
      add({ ...eventHeader('run-end', clock.now(), epoch), run: run.id, summary, usage })
      ended = true
      stream.end()
      await finished(stream).catch(() => undefined)
      if (failed && file) await removeTornEnd(path, completeBytes).catch(() => undefined)
    },
  }
}

/** A pipe has no file: nothing can be read from it. */
async function openStream(
  path: string,
  flags: string,
  clock: Clock,
): Promise<{ stream: Writable; file?: FileHandle }> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFIFO()) return { stream: await openPipe(path, clock) }
  const file = await open(path, flags)
  return { stream: file.createWriteStream(), file }
}

/** A write that failed can leave a part of a line, or an empty file. */
async function removeTornEnd(path: string, completeBytes: number): Promise<void> {
  if (!(await stat(path)).isFile()) return
  await (completeBytes === 0 ? unlink(await realpath(path)) : truncate(path, completeBytes))
}

/** Whether the file's last line is incomplete, as a crash can leave it. */
async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  return bytesRead > 0 && buffer[0] !== 0x0a
}

import { isStandardOutput } from '../../batch/results/file-identity.ts'
import { isDevice } from '../../batch/results/output.ts'
import { UsageError } from '../../core/errors.ts'
import type { Observer } from '../../core/events.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { openEventsFile, type EventsFile, type EventsFileOptions } from '../../observe/events/file.ts'

export interface EventsFiles {
  /** Receives the events of the run; those before `open` are dropped. */
  readonly observer: Observer
  /** Opens the files; a device is always overwritten, since nothing can be appended to it. */
  open(options: EventsFileOptions): Promise<void>
  /** Records a prompt that an earlier run finished. */
  skip(): void
  close(report: () => TimingReport): Promise<void>
}

/** The files of `--events`. Throws a `UsageError` for standard output. */
export function eventsFiles(paths: readonly string[] = []): EventsFiles {
  if (paths.some(isStandardOutput)) {
    throw new UsageError(
      '--events: cannot write to standard output, which is for results',
      'name a file, as in --events run.ndjson',
    )
  }
  const files: EventsFile[] = []
  return {
    observer: { name: 'events', on: (event) => files.forEach((file) => file.on(event)) },
    async open(options) {
      for (const path of paths) {
        const mode = (await isDevice(path)) ? 'overwrite' : options.mode
        files.push(await openEventsFile(path, { ...options, mode }))
      }
    },
    skip: () => files.forEach((file) => file.skip()),
    async close(report) {
      for (const file of files) await file.close(report())
    },
  }
}

/** What `-o` names, and where the results that all of it is made from are kept. */
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '../../core/errors.ts'
import { rawCsv } from '../../report/results/csv.ts'
import { formatFor, formats, resultFormat, type ResultFormat } from '../../report/index.ts'

export interface Target {
  /** A path, or `-`. */
  readonly path: string
  readonly format: ResultFormat
}

/** JSON lines on standard output, unless files are named; their format is their extension's. */
export function chooseTargets(paths: readonly string[], { csvRaw }: { csvRaw: boolean }): Target[] {
  return (paths.length === 0 ? ['-'] : paths).map((path) => {
    const format = path === '-' ? resultFormat('jsonl') : formatFor(path)
    if (!format) throw new UsageError(`-o: cannot write ${path}`, hintFor(path))
    return { path, format: format.name === 'csv' && csvRaw ? rawCsv : format }
  })
}

function hintFor(path: string): string {
  const endings = formats.map(({ extensions }) => extensions[0]).join(', ')
  const html = /\.html?$/i.test(path) ? 'HTML cannot be written yet; ' : ''
  return `${html}name a file that ends in ${endings}`
}

/**
 * The file that a run's results are appended to as they are finished, which every other file is made from at the
 * end: the first `.jsonl` that is asked for, or else one beside the first file. None when no file is asked for.
 */
export function journalOf(targets: readonly Target[]): string | undefined {
  const files = targets.filter(({ path }) => path !== '-')
  const jsonl = files.find(({ format }) => format.name === 'jsonl')
  return jsonl?.path ?? (files[0] && `${files[0].path}.jsonl`)
}

/** One name for a file, whichever way it is reached; its folder must exist. Only plain files can be locked. */
export async function trueName(path: string): Promise<string> {
  const there = await lstat(path).catch(() => undefined)
  const whole = there
    ? await realpath(path).catch(() => path)
    : join(await realpath(dirname(path)), basename(path))
  const plain = there === undefined || there.isFile() || there.isSymbolicLink()
  if (!plain) throw new UsageError(`${path} is not a plain file`, 'write to standard output with -o -')
  return whole
}

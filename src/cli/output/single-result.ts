/** The files that get the result of a single prompt. */
import { isStandardOutput } from '../../batch/results/file-identity.ts'
import { openOutput, type Output } from '../../batch/results/output.ts'
import { UsageError } from '../../core/errors.ts'
import type { ResultRecord } from '../../core/record.ts'
import { singleResultFormats, type SingleResultFormat } from '../../report/index.ts'
import type { ImproveFlags } from '../options/flags.ts'
import { findByExtension, refuseContradiction } from '../../report/shared/choose-format.ts'
import type { Shell } from '../shell.ts'

export interface SingleResultFile {
  readonly path: string
  readonly output: Output
  readonly format: SingleResultFormat
  readonly isStdout: boolean
}

export const openSingleResults = (
  paths: readonly string[],
  { format, force }: Pick<ImproveFlags, 'format' | 'force'>,
  stdout: Shell['stdout'],
): Promise<SingleResultFile[]> =>
  Promise.all(
    paths.map(async (path) => ({
      path,
      output: await openOutput(path, stdout, force),
      isStdout: isStandardOutput(path),
      format: format ?? findByExtension(FILE_FORMATS, path)?.name ?? 'text',
    })),
  )

/**
 * Writes the record, if there is one, to all files, and returns the paths of those that get nothing. Standard output gets
 * no text that the terminal already shows.
 */
export async function writeResults(
  results: readonly SingleResultFile[],
  record: ResultRecord | undefined,
  isShown: boolean,
): Promise<string[]> {
  const unwritten: string[] = []
  for (const { path, output, format, isStdout } of results) {
    const text = record ? render(record, format) : ''
    if (text === '' && !isStdout) unwritten.push(path)
    const isRepeated = isStdout && isShown && format === 'text'
    if (text !== '' && !isRepeated) await output.write(text)
  }
  return unwritten
}

/**
 * Throws a `UsageError` if a file cannot get the result, or not in the format that `--format` names. A single result is
 * not a table, and a program that opens tables could not read a plain text under such a name.
 */
export function checkSingleResults(paths: readonly string[], { format }: Pick<ImproveFlags, 'format'>): void {
  const table = paths.find((path) => /\.(?:xlsx|csv|junit\.xml)$/i.test(path))
  if (table !== undefined)
    throw new UsageError(`-o must be a .txt, .md or .json file, not ${table}`, 'or use sifaka batch')
  if (format !== undefined) for (const path of paths) refuseContradiction(FILE_FORMATS, format, path)
}

/** A `.md` file gets the text, which may be Markdown itself; only `--format md` gives the document. */
const FILE_FORMATS = [
  { name: 'json', extensions: ['.json', '.jsonl', '.ndjson'] },
  { name: 'text', extensions: ['.txt', '.md'] },
  { name: 'md', extensions: ['.md'] },
] as const

function render(record: ResultRecord, format: SingleResultFormat): string {
  const chosen = singleResultFormats[format]
  const text = `${chosen.begin()}${chosen.record(record, 0)}${chosen.end()}`
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

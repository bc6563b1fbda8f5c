import { isStandardOutput } from '../../batch/results/file-identity.ts'
import { isDevice } from '../../batch/results/output.ts'
import type { Target } from '../../batch/results/targets.ts'
import { UsageError } from '../../core/errors.ts'
import { getResultFormat, resultFormats } from '../../report/index.ts'
import { findByExtension, getByExtension } from '../../report/shared/choose-format.ts'
import { formatCount } from '../../util/units.ts'
import type { ResultFormat } from '../../core/formats.ts'
import { styledCsvResults, type CsvStyle } from '../../report/results/csv.ts'
import type { BatchFlags } from '../options/flags.ts'
import { flagLike } from '../options/setting-without-flag.ts'

/**
 * Returns the files of `-o`, each with the format for its extension. Without `-o`, returns JSON lines on
 * standard output. Devices and pipes get JSON lines, too.
 */
export async function chooseTargets(
  paths: readonly string[],
  flags: Pick<BatchFlags, 'csvRaw' | 'csvDelimiter' | 'csvBom'>,
  inputStyle: CsvStyle = {},
): Promise<Target[]> {
  const given = paths.length === 0 ? ['-'] : paths
  const { csvRaw, csvDelimiter, csvBom } = flags
  const style = { delimiter: csvDelimiter ?? inputStyle.delimiter, bom: csvBom ?? inputStyle.bom }
  const csv = styledCsvResults({ ...style, raw: csvRaw })
  const targets = await Promise.all(given.map((path) => targetOf(path, csv)))
  if (targets.some(({ format }) => format === csv)) return targets
  for (const [flag, value] of Object.entries({ csvRaw, csvDelimiter, csvBom })) {
    if (value === undefined) continue
    throw new UsageError(
      `${flagLike(flag)} has no effect: no output is a .csv file`,
      'write one with -o FILE.csv',
    )
  }
  return targets
}

async function targetOf(path: string, csv: ResultFormat): Promise<Target> {
  const jsonl = getResultFormat('jsonl')
  if (isStandardOutput(path)) return { path: '-', format: jsonl, isStream: true }
  if (await isDevice(path)) {
    const named = findByExtension(resultFormats, path) ?? jsonl
    if (named === jsonl) return { path, format: jsonl, isStream: true }
    throw new UsageError(`-o: ${path} is not a regular file`, 'only JSON lines can be written to it')
  }
  const format = getByExtension(resultFormats, path, '-o')
  return { path, format: format.name === csv.name ? csv : format, isStream: false }
}

/** Throws a `UsageError` if the format of a file cannot hold this number of results; undefined means unknown. */
export function checkRoom(targets: readonly Target[], results: number | undefined): void {
  for (const { path, format } of targets) {
    if (results === undefined || results <= (format.maxRecords ?? Infinity)) continue
    const room = formatCount(format.maxRecords ?? 0, 'result')
    throw new UsageError(
      `-o: ${path} has room for ${room}, and there are ${formatCount(results, 'prompt')}`,
      'use .csv, or choose fewer prompts with --range',
    )
  }
}

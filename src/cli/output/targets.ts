import { extname } from 'node:path'
import type { Target } from '../../batch/results/targets.ts'
import { UsageError } from '../../core/errors.ts'
import { findResultFormat, getResultFormat, resultFormats } from '../../report/index.ts'
import { rawCsvResults } from '../../report/results/csv.ts'

/**
 * Returns the files of `-o`, each with the format for its extension. Without `-o`, returns JSON lines on
 * standard output.
 */
export function chooseTargets(paths: readonly string[], { csvRaw }: { csvRaw?: boolean }): Target[] {
  return (paths.length === 0 ? ['-'] : paths).map((path) => {
    const format = path === '-' ? getResultFormat('jsonl') : findResultFormat(path)
    if (!format) throw unknownFormat(path)
    return { path, format: format.name === 'csv' && csvRaw ? rawCsvResults : format }
  })
}

function unknownFormat(path: string): UsageError {
  const extension = extname(path)
  const fault = extension === '' ? `${path} has no extension` : `sifaka does not write ${extension} files`
  const extensions = resultFormats.map((format) => format.extensions[0]).join(', ')
  return new UsageError(`-o: ${fault}`, `use ${extensions}`)
}

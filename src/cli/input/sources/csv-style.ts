import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { CsvStyle } from '../../../report/results/csv.ts'
import type { BatchFlags } from '../../options/flags.ts'
import { findDialect } from '../delimiter.ts'
import { toUtf8 } from '../encoding.ts'
import { readChunks } from '../read-text.ts'

/** Returns how the first CSV file among the inputs is written, so that a table comes back as it was given. */
export async function csvStyleOf(
  files: readonly string[],
  { inputFormat, delimiter, promptField }: Pick<BatchFlags, 'inputFormat' | 'delimiter' | 'promptField'>,
): Promise<CsvStyle> {
  const isCsv = (file: string) =>
    file !== '-' && (inputFormat ?? extname(file).slice(1).toLowerCase()) === 'csv'
  const file = files.find(isCsv)
  // A pipe can be read only once.
  if (file === undefined || !(await stat(file)).isFile()) return {}
  let head = ''
  for await (const chunk of toUtf8(readChunks(file), file)) {
    head = chunk.toString('utf8')
    break
  }
  const bom = head.startsWith('\ufeff')
  const text = bom ? head.slice(1) : head
  return { bom, delimiter: findDialect(text, { delimiter, field: promptField, isWhole: true })?.delimiter }
}

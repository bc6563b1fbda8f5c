import { UsageError } from '../../../core/errors.ts'
import { didYouMean } from '../../../util/lookup.ts'
import type { Row } from '../row.ts'

/** Fields of `--map` that other flags read under the name of the column. */
const READ_BY_FLAGS = /^(prompt|id|require|forbid|(min|max)-(words|chars))$/

/** Renames columns to fields. Throws a `UsageError` for a column that the row lacks, or a field that it already has. */
export function withMappedFields(
  { line, fields }: Row,
  map: Readonly<Record<string, string>> | undefined,
  name: string,
): Row {
  if (!map) return { line, fields }
  const renamed = new Map<string, string>()
  for (const [field, column] of Object.entries(map)) {
    const where = `${name}:${line}`
    if (!Object.hasOwn(fields, column)) {
      throw new UsageError(
        `${where}: --map ${field}: there is no column "${column}"`,
        didYouMean(column, Object.keys(fields)),
      )
    }
    if (READ_BY_FLAGS.test(field)) continue
    if (field !== column && Object.hasOwn(fields, field)) {
      throw new UsageError(
        `${where}: --map ${field}: there already is a column "${field}"`,
        'rename one of them',
      )
    }
    renamed.set(column, field)
  }
  const entries = Object.entries(fields).map(([key, value]) => [renamed.get(key) ?? key, value] as const)
  return { line, fields: Object.fromEntries(entries) }
}

import * as z from 'zod'
import { parseJson } from '../../../util/json.ts'
import { isJsonObject } from '../../../util/json/object.ts'

/** What a text must agree with: a text, or a record of facts. */
export const sourceField = z.union([z.string(), z.record(z.string(), z.unknown())])

/** The columns of a table whose cells may hold JSON. */
const JSON_CELLS = ['validators', 'vars', 'source', 'meta']

/** The value of a cell: JSON where the column can hold it, or else a single spec for validators, or a text. */
export function fromCell(column: string, cell: unknown): unknown {
  if (typeof cell !== 'string' || !JSON_CELLS.includes(column)) return cell
  const parsed = /^\s*[[{]/.test(cell) ? parseJson(cell) : undefined
  const value = parsed && 'value' in parsed ? parsed.value : undefined
  if (column === 'source') return Array.isArray(value) ? cell : (value ?? cell)
  return value ?? [cell]
}

/** Returns the fields with texts in these columns: a cell with the number 7 is the text "7" there. */
export const withTexts = (
  fields: Readonly<Record<string, unknown>>,
  columns: readonly string[],
): Readonly<Record<string, unknown>> => ({
  ...fields,
  ...Object.fromEntries(
    columns.filter((each) => Object.hasOwn(fields, each)).map((each) => [each, String(fields[each])]),
  ),
})

/** The fields in `meta` are copied to the result like other fields that sifaka does not read. */
export const metaOf = (meta: unknown): Readonly<Record<string, unknown>> =>
  isJsonObject(meta) ? { ...meta } : meta === undefined ? {} : { meta }

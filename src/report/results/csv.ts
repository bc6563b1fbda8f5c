import type { stringify } from 'csv-stringify/sync'
import type { ResultFormat } from './format.ts'
import { toJson } from '../../util/json.ts'
import type { ResultRecord } from '../../core/record.ts'
import { notMet, objections } from './remarks.ts'
import type { Survey } from './summary.ts'

type Cell = string | number | boolean | null | undefined
type Column = readonly [title: string, cell: (record: ResultRecord) => Cell]

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['index', ({ index }) => index],
  ['prompt', ({ prompt }) => prompt],
  ['text', ({ text }) => text],
  ['outcome', ({ outcome }) => outcome],
  ['stopReason', ({ stopReason }) => stopReason],
  ['passed', ({ passed }) => passed],
  ['iterations', ({ iterations }) => iterations],
  ['bestIteration', ({ bestIteration }) => bestIteration],
  ['model', ({ model }) => model],
  ['failedValidations', (record) => notMet(record).join('\n')],
  ['objections', (record) => objections(record).join('\n')],
  ['calls', ({ usage }) => usage.calls],
  ['inputTokens', ({ usage }) => usage.inputTokens],
  ['outputTokens', ({ usage }) => usage.outputTokens],
  ['costUsd', ({ usage }) => usage.costUsd],
  ['durationMs', ({ durationMs }) => durationMs],
  ['errorCode', ({ error }) => error?.code],
  ['errorMessage', ({ error }) => error?.message],
]

/** The input's own columns come back, one each; of too many, or without a survey, all in one. */
const columnsOf = (survey: Survey | undefined): readonly Column[] => [
  ...COLUMNS,
  ...(survey?.metaFields
    ? survey.metaFields.map((field): Column => [`meta.${field}`, ({ meta }) => cellOf(meta[field])])
    : [['meta', ({ meta }) => toJson(meta)] satisfies Column]),
]

const cellOf = (value: unknown): Cell =>
  value === undefined || value === null || typeof value === 'string' || typeof value === 'number'
    ? value
    : toJson(value)

/** What spreadsheets take for a formula, full-width signs included (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const withoutFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

let write: typeof stringify | undefined

function csvWith(foreign: (text: string) => string, more: Pick<ResultFormat, 'summary'>): ResultFormat {
  const row = (cells: readonly Cell[]): string =>
    write?.([cells.map((cell) => (typeof cell === 'string' ? foreign(cell) : cell))], {
      cast: { boolean: String },
      // Readers end rows at a lone \r, too.
      quoted_match: /[\r\n]/,
    }) ?? ''
  return {
    ...more,
    name: 'csv',
    extensions: ['.csv'],
    load: async () => void (write ??= (await import('csv-stringify/sync')).stringify),
    begin: (survey) => row(columnsOf(survey).map(([title]) => title)),
    record: (record, _, survey) => row(columnsOf(survey).map(([, cell]) => cell(record))),
    end: () => '',
  }
}

export const csv = csvWith(withoutFormula, {
  summary: 'a table for spreadsheets, a row a prompt; what looks like a formula gets a leading quote',
})

/** Every text as it is; only for programs. */
export const rawCsv = csvWith((text) => text, { summary: 'a table for programs, a row a prompt' })

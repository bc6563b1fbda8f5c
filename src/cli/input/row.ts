export interface Row {
  /** Line number of the row's start, counted from 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ReadOptions {
  /** The name of the input in messages. */
  readonly name: string
  /** The name of the field that gets the text if rows have no field names. */
  readonly promptField: string
  /** The separator of the columns of CSV and TSV; found from the content if undefined. */
  readonly delimiter?: string | undefined
  /** The sheet of a workbook; the first one if undefined. */
  readonly sheet?: string | undefined
}

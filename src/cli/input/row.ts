export interface Row {
  /** Number of the row's first line, from 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ReadOptions {
  /** The file's name in messages. */
  readonly name: string
  /** The field for the text of a row that has no field names. */
  readonly promptField: string
}

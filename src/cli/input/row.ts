import type { TableOptions } from './formats.ts'

export interface Row {
  /** Line number of the row's start, counted from 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ReadOptions extends TableOptions {
  /** The name of the input in messages. */
  readonly name: string
  /** The name of the field that gets the text if rows have no field names. */
  readonly promptField: string
}

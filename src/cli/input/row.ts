export interface Row {
  /** From 1: where the row begins. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ReadOptions {
  /** The file's name in messages. */
  readonly name: string
  /** The field that a bare text is. */
  readonly promptField: string
}

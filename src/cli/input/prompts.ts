/** Files and standard input -> prompts. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Prompt } from '../../core/types.ts'
import { chooseRows, countChosen, lastNeeded, type Choice } from './choose-rows.ts'
import { readRows } from './read-rows.ts'
import type { InputFormat } from './formats.ts'
import { promptReader, type RowOptions } from './row-prompt.ts'

export interface Source extends RowOptions, Choice {
  /** A path, or `-`. */
  readonly input: string
  readonly format: InputFormat
  readonly stdin: AsyncIterable<Buffer>
  /** Throws where a prompt cannot be worked on, whoever would. */
  readonly check?: ((prompt: Prompt) => Promise<void>) | undefined
}

const FORMATS: Readonly<Record<string, InputFormat>> = {
  '': 'lines',
  '.txt': 'lines',
  '.md': 'lines',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.yaml': 'yaml',
  '.yml': 'yaml',
}

/** The format that a file's extension tells; guessing at another would split prompts where nobody meant it. */
export function formatOf(input: string): InputFormat {
  const extension = input === '-' ? '' : extname(input).toLowerCase()
  const format = FORMATS[extension]
  if (format) return format
  throw new UsageError(
    `${input}: how are prompts separated in a ${extension} file?`,
    'say it with --input-format',
  )
}

/** What is known of a file before anything is sent. */
export interface Count {
  readonly rows: number
  /** Whether these are all rows; a limit or a range ends the counting earlier. */
  readonly complete: boolean
  /** How many of them are prompts of this run. */
  readonly chosen: number
}

/**
 * Reads a file once, using nothing, so that its mistakes are known before anything is sent. Undefined for what
 * can be read only once: standard input, a named pipe, `<(command)`.
 */
export async function checkInput(source: Source): Promise<Count | undefined> {
  if (!(await isFile(source.input))) {
    if (source.sample === undefined) return undefined
    throw new UsageError('--sample: it is not known how many rows there are', 'put the prompts in a file')
  }
  let rows = 0
  const last = lastNeeded(source)
  for await (const prompts of promptsByChunk(source)) {
    rows += prompts.length
    if (rows > last) break
  }
  const complete = rows <= last
  if (rows === 0)
    throw new UsageError(`${source.input}: no prompts in it`, 'one per line, or see --input-format')
  rows = Math.min(rows, last)
  const chosen = countChosen(source, rows)
  if (chosen === 0) {
    throw new UsageError(`${source.input}: --range begins after the last of ${rows} prompts`)
  }
  return { rows, complete, chosen }
}

async function isFile(input: string): Promise<boolean> {
  if (input === '-') return false
  const found = await stat(input).catch((error: unknown) => {
    const pattern = /[*?[]/.test(input)
      ? `one file is read at a time: cat ${input} | sifaka batch -`
      : undefined
    const hint = pattern ?? 'check the path, or pass prompts on standard input with -'
    throw new UsageError(`there is no file ${input}`, hint, error)
  })
  if (found.isDirectory()) throw new UsageError(`${input} is a folder`, 'name a file of prompts')
  return found.isFile()
}

/** Streams the chosen prompts; every mistake is a `UsageError` with its line. A sample needs the count. */
export async function* readPrompts(source: Source, count?: Count): AsyncGenerator<Prompt> {
  const chooser = chooseRows(source, count?.rows)
  for await (const prompts of promptsByChunk(source)) {
    for (const prompt of prompts) {
      if (chooser.take()) yield prompt
      if (chooser.ended) return
    }
  }
}

/** Every prompt of the input, chosen or not: an id tells which of equal prompts it is, whichever are chosen. */
async function* promptsByChunk(source: Source): AsyncGenerator<Prompt[]> {
  const name = source.input === '-' ? 'standard input' : source.input
  const chunks = source.input === '-' ? source.stdin : chunksOf(source.input)
  const { format, promptField } = source
  const toPrompt = promptReader(name, source)
  let index = 0
  for await (const rows of readRows(chunks, { format, name, promptField })) {
    // The whole chunk first: its mistakes come before its prompts.
    const prompts = rows.map((row) => toPrompt(row, index++))
    if (source.check) for (const prompt of prompts) if (prompt.validators) await source.check(prompt)
    yield prompts
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, 'check the path', error)
  }
}

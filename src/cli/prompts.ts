/** Arguments, files and standard input -> prompts. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import * as z from 'zod'
import { foreignValidatorSchema } from '../config/schema.ts'
import { UsageError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { digest } from '../core/hash.ts'
import { didYouMean } from '../core/suggest.ts'
import type { Prompt } from '../core/types.ts'
import { readRows, type InputFormat, type Row } from './input.ts'
import { decodeText, readText } from './read-text.ts'
import { render } from './template.ts'

export interface RowOptions {
  readonly promptField: string
  readonly idField: string
  readonly template?: string | undefined
  readonly vars: Readonly<Record<string, string>>
  readonly limit?: number | undefined
}

export interface Source extends RowOptions {
  /** A path, or `-`. */
  readonly input: string
  readonly format: InputFormat
  readonly stdin: AsyncIterable<Buffer>
}

const FORMATS: Readonly<Record<string, InputFormat>> = {
  '': 'lines',
  '.txt': 'lines',
  '.md': 'lines',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
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

/** Reads all of a file once, using nothing, so that its mistakes are known before anything is sent. */
export async function checkFile(source: Source): Promise<number> {
  const found = await stat(source.input).catch((error: unknown) => {
    throw new UsageError(
      `there is no file ${source.input}`,
      'check the path, or pass prompts on standard input with -',
      error,
    )
  })
  if (found.isDirectory()) throw new UsageError(`${source.input} is a folder`, 'name a file of prompts')
  let total = 0
  for await (const _ of readPrompts(source)) total++
  if (total === 0)
    throw new UsageError(`${source.input}: no prompts in it`, 'one per line, or see --input-format')
  return total
}

/** Streams the prompts of a file or of standard input; every mistake is a `UsageError` with its line. */
export async function* readPrompts(source: Source): AsyncGenerator<Prompt> {
  const name = source.input === '-' ? 'standard input' : source.input
  const chunks = source.input === '-' ? source.stdin : chunksOf(source.input)
  const toPrompt = promptReader(name, source)
  let index = 0
  for await (const rows of readRows(chunks, {
    format: source.format,
    name,
    promptField: source.promptField,
  })) {
    // The whole chunk first: its mistakes come before its prompts.
    for (const prompt of rows.map((row, offset) => toPrompt(row, index + offset))) {
      if (index++ >= (source.limit ?? Infinity)) return
      yield prompt
    }
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, 'check the path', error)
  }
}

const rowSchema = z.looseObject({
  vars: z.record(z.string(), z.unknown()).optional(),
  draft: z.string().optional(),
  system: z.string().optional(),
  validators: z.array(foreignValidatorSchema).optional(),
})

/** Remembers the ids, so that none is given twice. */
function promptReader(name: string, options: RowOptions): (row: Row, index: number) => Prompt {
  const lines = new Map<string, number>()
  return ({ line, fields }, index) => {
    const where = `${name}:${line}`
    const { [options.promptField]: text, [options.idField]: givenId, ...others } = fields
    const parsed = rowSchema.safeParse(dropEmpty(others))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new UsageError(
        `${where}: ${issue?.path.join('.')}: ${issue?.message}`,
        'see "sifaka list" and the README',
      )
    }
    const { vars = {}, draft, system, validators, ...meta } = parsed.data
    const values = { ...fields, ...options.vars, ...vars }
    const filled = fill(text, values, { ...options, rowVars: Object.keys(vars).length > 0 }, where, fields)
    if (filled.trim() === '')
      throw new UsageError(`${where}: the prompt is empty`, 'remove the row or fill it in')
    const id = givenId === undefined || givenId === '' ? undefined : idOf(givenId, where)
    const first = id === undefined ? undefined : lines.get(id)
    if (first !== undefined)
      throw new UsageError(`${where}: the id "${id}" was used in line ${first} already`)
    const own = id ?? distinct(digest(JSON.stringify([filled, system, draft, validators])), lines)
    lines.set(own, line)
    return { id: own, index, text: filled, system, draft, validators, meta }
  }
}

/** CSV has no other way to say that a field is not there. */
const dropEmpty = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== '' || !(key in rowSchema.shape)),
  )

function fill(
  text: unknown,
  values: Readonly<Record<string, unknown>>,
  { template, vars, rowVars, promptField }: RowOptions & { rowVars: boolean },
  where: string,
  fields: Row['fields'],
): string {
  if (template !== undefined) return render(template, values, where)
  if (text === undefined) {
    const hint = `${didYouMean(promptField, Object.keys(fields))}; name it with --prompt-field, or use --template`
    throw new UsageError(`${where}: no field "${promptField}"`, hint)
  }
  if (typeof text !== 'string') throw new UsageError(`${where}: "${promptField}" is not text`)
  // Braces in a prompt are the user's own unless values to fill in were given.
  return rowVars || Object.keys(vars).length > 0 ? render(text, values, where) : text
}

function idOf(value: unknown, where: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new UsageError(`${where}: an id is a text or a number, got ${JSON.stringify(value)}`)
}

/** The same content twice is two prompts: `a1b2`, `a1b2-2`. */
function distinct(id: string, taken: ReadonlyMap<string, number>): string {
  let unique = id
  for (let copy = 2; taken.has(unique); copy++) unique = `${id}-${copy}`
  return unique
}

export interface OnePrompt {
  readonly words: readonly string[]
  readonly file?: string | undefined
  readonly draftFile?: string | undefined
  readonly vars: Readonly<Record<string, string>>
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
}

/** The prompt of `sifaka improve`: the arguments, a file, standard input, or arguments and then `-`. */
export async function readOnePrompt(source: OnePrompt): Promise<Prompt> {
  const argument = source.words.filter((word) => word !== '-').join(' ')
  const fromFile = source.file === undefined || source.file === '-' ? '' : await readText(source.file)
  const wanted = source.words.includes('-') || source.file === '-'
  const implied = argument === '' && source.file === undefined && !source.stdinIsTerminal
  const piped = wanted || implied ? await readAll(source.stdin) : ''
  const text = [argument, fromFile, piped].filter((part) => part !== '').join('\n\n')
  if (text.trim() === '')
    throw new UsageError('there is no prompt', 'sifaka improve "what to write", -f FILE, or pipe it in')
  const filled = Object.keys(source.vars).length > 0 ? render(text, source.vars, 'the prompt') : text
  const draft = source.draftFile === undefined ? undefined : await readText(source.draftFile)
  return { id: digest(JSON.stringify([filled, draft])), index: 0, text: filled, draft }
}

async function readAll(stdin: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(chunk)
  return decodeText(Buffer.concat(chunks), 'standard input').replace(/\r?\n$/, '')
}

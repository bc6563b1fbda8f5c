/** Files, globs and standard input -> the texts to check. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { didYouMean } from '../../util/lookup.ts'
import { readRows } from './read-rows.ts'
import type { InputFormat } from './formats.ts'
import type { Row } from './row.ts'
import { decodeText, readText } from './read-text.ts'

export interface GivenText {
  readonly id: string
  /** Over all files, from 0. */
  readonly index: number
  readonly path: string
  /** Of a row, from 1. */
  readonly line: number | null
  readonly text: string
  /** What the text answers, where a row says so. */
  readonly prompt: string
  /** A row's own; undefined where it names none. */
  readonly validators?: readonly unknown[] | undefined
}

export interface TextSource {
  /** Paths that exist, and `-`. */
  readonly files: readonly string[]
  readonly format: 'text' | InputFormat
  readonly textField: string
  readonly idField: string
  readonly stdin: AsyncIterable<Buffer>
  /** What standard input is called. */
  readonly stdinName: string
}

/** The files that arguments stand for, each once. A folder, and a glob without a match, is a `UsageError`. */
export async function findFiles(given: readonly string[], cwd: string): Promise<string[]> {
  const found = new Set<string>()
  for (const argument of given) {
    const there = argument === '-' ? undefined : await stat(argument).catch(() => undefined)
    if (there?.isDirectory()) {
      throw new UsageError(`${argument} is a folder`, `name files, or a glob: "${argument}/**/*.md"`)
    }
    const files = argument === '-' || there ? [argument] : await glob(argument, cwd)
    for (const file of files) found.add(file)
  }
  return [...found]
}

async function glob(pattern: string, cwd: string): Promise<string[]> {
  const tinyglobby = await import('tinyglobby')
  if (!tinyglobby.isDynamicPattern(pattern))
    throw new UsageError(`there is no file ${pattern}`, 'check the path')
  const ignore = ['**/node_modules/**']
  const files = await tinyglobby.glob(pattern, { cwd, ignore, expandDirectories: false })
  if (files.length === 0)
    throw new UsageError(`no file matches ${pattern}`, 'check the pattern, and its quotes')
  return files.toSorted()
}

/** Reads each file once, so that one that is no text is known before anything is reported. */
export async function checkTexts({ files, format }: TextSource): Promise<void> {
  if (format !== 'text') return
  for (const file of files) if (file !== '-') await readText(file)
}

/** Streams the texts; every mistake is a `UsageError` with its file and line. */
export async function* readTexts(source: TextSource): AsyncGenerator<GivenText> {
  const { format, textField, stdinName, stdin } = source
  let index = 0
  for (const file of source.files) {
    const path = file === '-' ? stdinName : file
    if (format === 'text') {
      const text = file === '-' ? await readAll(stdin, path) : await readText(file)
      yield { id: path, index: index++, path, line: null, text, prompt: '' }
      continue
    }
    const before = index
    const chunks = file === '-' ? stdin : chunksOf(file)
    for await (const rows of readRows(chunks, { format, name: path, promptField: textField })) {
      for (const row of rows) yield textOf(row, index++, path, source)
    }
    if (index === before) throw new UsageError(`${path}: no texts in it`, 'see --input-format')
  }
}

function textOf({ line, fields }: Row, index: number, path: string, source: TextSource): GivenText {
  const { [source.textField]: text, [source.idField]: id, prompt, validators } = fields
  const where = `${path}:${line}`
  if (typeof text !== 'string') {
    const hint = `${didYouMean(source.textField, Object.keys(fields))}; name it with --text-field`
    const problem =
      text === undefined ? `no field "${source.textField}"` : `"${source.textField}" is not text`
    throw new UsageError(`${where}: ${problem}`, hint)
  }
  const none = validators === undefined || validators === null || validators === ''
  if (!none && !Array.isArray(validators)) throw new UsageError(`${where}: validators: expected a list`)
  return {
    id: idOf(id, where),
    index,
    path,
    line,
    text,
    prompt: typeof prompt === 'string' ? prompt : '',
    validators: none ? undefined : (validators as unknown[]),
  }
}

function idOf(id: unknown, where: string): string {
  if (id === undefined || id === null || id === '') return where
  if (typeof id === 'string' || typeof id === 'number') return String(id)
  throw new UsageError(`${where}: an id is a text or a number, got ${JSON.stringify(id)}`)
}

async function readAll(stdin: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(chunk)
  return decodeText(Buffer.concat(chunks), name)
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, 'check the path', error)
  }
}

/** Reads prompts from files and standard input. */
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { SifakaError, UsageError } from '../../core/errors.ts'
import type { Prompt } from '../../core/types.ts'
import { unlessAborted } from '../../util/unless-aborted.ts'
import { formatCount } from '../../util/units.ts'
import { chooseRows, countChosen, lastRowNeeded, type RowChoice } from './choose-rows.ts'
import { withMappedFields } from './fields/mapped.ts'
import { readRows } from './read-rows.ts'
import { readChunks } from './read-text.ts'
import { FORMAT_BY_EXTENSION, isTable, type InputFormat, type TableOptions } from './formats.ts'
import type { Row } from './row.ts'
import { createPromptReader, type RowOptions } from './row-prompt.ts'

/** One of several inputs that are read one after another. */
export interface InputPart {
  /** A path, or `-` for standard input. */
  readonly path: string
  readonly format: InputFormat
}

export interface Source extends RowOptions, RowChoice, TableOptions {
  /** A path, `-` for standard input, or a description of `parts`. */
  readonly input: string
  /** Several inputs; by default, only `input`. */
  readonly parts?: readonly InputPart[] | undefined
  readonly format: InputFormat
  /** The column of each field that has another name. */
  readonly map?: Readonly<Record<string, string>> | undefined
  readonly stdin: AsyncIterable<Buffer>
  /** When it aborts, a pipe counts as ended. */
  readonly signal?: AbortSignal | undefined
  /**
   * Rejects if the prompt cannot be worked on. Called only for prompts with a model, variables or validators of their
   * own.
   */
  readonly check?: ((prompt: Prompt) => Promise<void>) | undefined
}

/** The extensions of the files that are read from a folder. */
export const inputExtensions = (): string[] =>
  Object.keys(FORMAT_BY_EXTENSION).filter((extension) => extension !== '')

/** Returns the format for the file's extension. Guessing from the content could split prompts at the wrong places. */
export function formatOf(input: string): InputFormat {
  const extension = input === '-' ? '' : extname(input).toLowerCase()
  const format = FORMAT_BY_EXTENSION[extension]
  if (format) return format
  throw new UsageError(`${input}: unknown extension ${extension}`, 'name the format with --input-format')
}

export interface PromptCount {
  readonly rows: number
  /** True if `rows` counts all rows of the file; with a limit or a range, counting can stop earlier. */
  readonly complete: boolean
  /** The number of rows that this run works on. */
  readonly chosen: number
}

/**
 * Reads a file once to report mistakes in it before anything is sent. Returns undefined for input that can be
 * read only once: standard input, a named pipe, `<(command)`.
 */
export async function checkInput(source: Source): Promise<PromptCount | undefined> {
  const files = await Promise.all(partsOf(source).map(({ path }) => isFile(path)))
  if (!files.every(Boolean)) {
    if (source.sample === undefined) return undefined
    throw new UsageError(
      '--sample does not work with standard input or a pipe',
      'put the prompts in a file: a sample needs their number',
    )
  }
  let rows = 0
  const last = lastRowNeeded(source)
  for await (const prompts of promptsByChunk(source, checkPrompt)) {
    rows += prompts.length
    if (rows > last) break
  }
  const complete = rows <= last
  if (rows === 0) throw noPrompts(source)
  rows = Math.min(rows, last)
  const chosen = countChosen(source, rows)
  if (chosen === 0) {
    throw new UsageError(
      `--range begins after the end of ${source.input}, which has ${formatCount(rows, 'prompt')}`,
    )
  }
  return { rows, complete, chosen }
}

export const noPrompts = (source: Source): UsageError =>
  new UsageError(`${nameOf(source)} contains no prompts`, 'write one per line, or see --input-format')

const nameOf = ({ input }: Source): string => (input === '-' ? 'standard input' : input)

const partsOf = ({ parts, input, format }: Source): readonly InputPart[] => parts ?? [{ path: input, format }]

async function isFile(input: string): Promise<boolean> {
  if (input === '-') return false
  const found = await stat(input).catch((error: unknown) => {
    const hint = 'check the path, or pass prompts on standard input with -'
    throw new UsageError(`there is no file ${input}`, hint, error)
  })
  if (found.isDirectory()) throw new UsageError(`${input} is a folder`, 'name a file of prompts')
  return found.isFile()
}

/**
 * Yields the chosen prompts. Throws a `UsageError` that names the line of a mistake. For a sample, `count` is required.
 */
export async function* readPrompts(source: Source, count?: PromptCount): AsyncGenerator<Prompt> {
  const chooser = chooseRows(source, count?.rows)
  for await (const prompts of promptsByChunk(source)) {
    for (const prompt of prompts) {
      if (chooser.takeNext()) yield prompt
      if (chooser.ended) return
    }
  }
}

/** Yields all prompts, chosen or not, since the generated ids of equal prompts are numbered over the whole input. */
async function* promptsByChunk(
  source: Source,
  check?: (prompt: Prompt, name: string, source: Source) => Promise<void>,
): AsyncGenerator<Prompt[]> {
  const { promptField, idField, delimiter, sheet, signal } = source
  const toPrompt = createPromptReader(source)
  let hasId = idField === DEFAULT_ID_FIELD
  let index = 0
  for (const { path, format } of partsOf(source)) {
    const name = path === '-' ? 'standard input' : path
    const chunks = path === '-' ? untilAborted(source.stdin, signal) : readChunks(path, signal)
    for await (const rows of readRows(chunks, { format, name, promptField, delimiter, sheet })) {
      // A prompt that is a whole file is named after it.
      const named = (row: Row) =>
        format === 'text' && path !== '-'
          ? { ...row, fields: { ...row.fields, [idField]: path, file: path } }
          : row
      hasId ||= format === 'text' || rows.some(({ fields }) => Object.hasOwn(fields, idField))
      // The whole chunk is checked before its first prompt is yielded.
      const prompts = rows.map((row) =>
        toPrompt(named(withMappedFields(row, source.map, name)), index++, { name, isTable: isTable(format) }),
      )
      if (check) for (const prompt of prompts) await check(prompt, name, source)
      yield prompts
    }
  }
  // The ids of a pipe are known only once its prompts were sent.
  if (check && !hasId && index > 0)
    throw new UsageError(`--id-field: no row has a field "${idField}"`, 'correct the name, or leave it out')
}

/** The field that holds the id unless `--id-field` names another one. Rows need not have it. */
const DEFAULT_ID_FIELD = 'id'

/** Ends when the signal aborts, even while it waits for a chunk. */
async function* untilAborted(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
  const iterator = chunks[Symbol.asyncIterator]()
  while (!signal?.aborted) {
    const next = iterator.next()
    const result = await (signal ? unlessAborted(next, signal) : next).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
    if (!result || result.done) return
    yield result.value
  }
}

/**
 * Rows of a file are checked before anything is sent. A row of a pipe that fails this check ends as a failed result, so
 * that the other rows go on.
 */
async function checkPrompt(prompt: Prompt, name: string, { check }: Source): Promise<void> {
  const { vars, validators = [], model } = prompt
  // The settings were already checked when the engine was created.
  if (vars === undefined && validators.length === 0 && model === undefined) return
  await check?.(prompt).catch((error: unknown) => {
    if (!(error instanceof SifakaError)) throw error
    throw new UsageError(
      `${name}: row ${prompt.index + 1} (${prompt.id}): ${error.message}`,
      error.hint,
      error,
    )
  })
}

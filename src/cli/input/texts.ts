/** Reads the texts of `sifaka validate` from files, globs and standard input. */
import { stat } from 'node:fs/promises'
import { readNamed, validatorKind } from '../../config/named.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import type { NamedOptions } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import { didYouMean } from '../../util/lookup.ts'
import { readRows } from './read-rows.ts'
import { readId } from './row-prompt.ts'
import { checkTableFlags, type InputFormat } from './formats.ts'
import type { Row } from './row.ts'
import { readAll, readChunks, readText } from './read-text.ts'

export interface GivenText {
  readonly id: string
  /** Position among the texts of all files, counted from 0. */
  readonly index: number
  readonly path: string
  /** Line number of the row, counted from 1; null for a whole file. */
  readonly line: number | null
  readonly text: string
  /** The prompt that the row gives for the text, or an empty string. */
  readonly prompt: string
  /** The validators that the row gives, if any. */
  readonly validators?: readonly NamedOptions[] | undefined
}

export interface TextSource {
  /** Contains the validators that a row can name. */
  readonly registry: Registry
  /** Paths of existing files, and `-` for standard input. */
  readonly files: readonly string[]
  readonly format: 'text' | InputFormat
  /** The separator of the columns of CSV and TSV; found from the content if undefined. */
  readonly delimiter?: string | undefined
  /** The sheet of a workbook; the first one if undefined. */
  readonly sheet?: string | undefined
  readonly textField: string
  readonly idField: string
  readonly stdin: AsyncIterable<Buffer>
  /** The name of standard input in messages. */
  readonly stdinName: string
}

/**
 * Returns the files that the arguments name, each once. Throws a `UsageError` for a folder or a glob without
 * a match.
 */
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
  if (!tinyglobby.isDynamicPattern(pattern)) throw new UsageError(`there is no file ${pattern}`)
  const ignore = ['**/node_modules/**']
  const files = await tinyglobby.glob(pattern, { cwd, ignore, expandDirectories: false })
  if (files.length === 0)
    throw new UsageError(`no file matches ${pattern}`, 'check the pattern and its quotes')
  return files.toSorted()
}

/** Checks the flags and reads each file once, so that mistakes are errors before any result is reported. */
export async function checkTexts(source: TextSource): Promise<void> {
  const { files, format } = source
  checkTableFlags(format, source)
  if (format !== 'text') return
  for (const file of files) if (file !== '-') await readText(file)
}

/** Yields the texts. Throws a `UsageError` that names the file and the line of a mistake. */
export async function* readTexts(source: TextSource): AsyncGenerator<GivenText> {
  const { format, textField, delimiter, sheet, stdinName, stdin } = source
  let index = 0
  for (const file of source.files) {
    const path = file === '-' ? stdinName : file
    const chunks = file === '-' ? stdin : readChunks(file)
    if (format === 'text') {
      const text = await readAll(chunks, path)
      yield { id: path, index: index++, path, line: null, text, prompt: '' }
      continue
    }
    const before = index
    const options = { format, name: path, promptField: textField, delimiter, sheet }
    for await (const rows of readRows(chunks, options)) {
      for (const row of rows) yield textOf(row, index++, path, source)
    }
    if (index === before) throw new UsageError(`${path} contains no texts`, 'see --input-format')
  }
}

function textOf({ line, fields }: Row, index: number, path: string, source: TextSource): GivenText {
  const { [source.textField]: text, [source.idField]: id, prompt, validators } = fields
  const where = `${path}:${line}`
  if (typeof text !== 'string') {
    const hint = `${didYouMean(source.textField, Object.keys(fields))}; name the field with --text-field`
    const problem =
      text === undefined ? `no field "${source.textField}"` : `"${source.textField}" is not a string`
    throw new UsageError(`${where}: ${problem}`, hint)
  }
  return {
    id: isMissing(id) ? where : readId(id, where),
    index,
    path,
    line,
    text,
    prompt: typeof prompt === 'string' ? prompt : '',
    validators: isMissing(validators) ? undefined : validatorsOf(validators, where, source),
  }
}

/** In CSV, an empty field means that the field is missing. */
const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

function validatorsOf(given: unknown, where: string, { registry }: TextSource): NamedOptions[] {
  if (!Array.isArray(given)) throw new UsageError(`${where}: validators must be a list`)
  try {
    return given.map((each) => readNamed(each, { ...validatorKind(registry), untrusted: true }))
  } catch (error) {
    throw error instanceof SifakaError
      ? new UsageError(`${where}: ${error.message}`, error.hint, error)
      : error
  }
}

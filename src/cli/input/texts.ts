/** Reads the texts of `sifaka validate` from files, globs and standard input. */
import { extname } from 'node:path'
import { fillRule } from '../../config/rules/fill-rules.ts'
import { readNamed, validatorKind } from '../../config/named.ts'
import { needsFilling } from '../../config/rules/rule-fields.ts'
import { isDevice } from '../../batch/results/output.ts'
import { UsageError } from '../../core/errors.ts'
import type { NamedOptions, Prompt } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import { didYouMean } from '../../util/lookup.ts'
import { fromCell, metaOf, sourceField, withTexts } from './fields/cells.ts'
import { readRows } from './read-rows.ts'
import { refuseManyValidators } from './fields/row-validators.ts'
import { ruleValues } from './fields/rule-values.ts'
import type { FieldValues } from '../../config/rules/fill-texts.ts'
import { inRow, readId } from './row-prompt.ts'
import {
  checkTableFlags,
  FORMAT_BY_EXTENSION,
  isTable,
  type InputFormat,
  type TableOptions,
} from './formats.ts'
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
  /** What the row says of the text; the text of the prompt may be empty. */
  readonly prompt: Omit<Prompt, 'id' | 'index'>
}

/** A file that could not be read to its end; texts before its fault are given. */
export interface UnreadFile extends Pick<GivenText, 'id' | 'index' | 'path'> {
  readonly line: null
  readonly error: UsageError
}

export interface TextSource extends TableOptions {
  /** Contains the validators that a row can name. */
  readonly registry: Registry
  /** Paths of existing files, and `-` for standard input. */
  readonly files: readonly string[]
  /** Why arguments name no file that can be read. */
  readonly faults: ReadonlyMap<string, UsageError>
  /** By default, each file has the format for its extension. */
  readonly format: InputFormat | undefined
  readonly textField: string
  readonly idField: string
  readonly maxRowValidators?: number | undefined
  /** The fields that the validators of the settings contain. */
  readonly ruleFields?: readonly string[] | undefined
  readonly stdin: AsyncIterable<Buffer>
  /** The name of standard input in messages. */
  readonly stdinName: string
}

/**
 * The given format, or else the format for the extension of the file. A JSON or YAML file is a text that validators
 * check, too.
 */
export function textFormatOf(file: string, given: InputFormat | undefined): InputFormat {
  if (given) return given
  const format = FORMAT_BY_EXTENSION[extname(file).toLowerCase()]
  return format && (format === 'jsonl' || isTable(format)) ? format : 'text'
}

/** Texts of files that are read already, or why they could not be, by path. */
type HeldTexts = Map<string, string | UsageError>

/** Bounds the memory for held texts, in characters. */
const MAX_HELD_LENGTH = 32 * 1024 * 1024

/**
 * Checks the flags and reads each file once. Returns the texts, up to a total length; those of pipes always, since a
 * pipe can be read only once.
 */
export async function checkTexts(source: TextSource): Promise<HeldTexts> {
  const { files, format: given, stdinName } = source
  const formats = files.map((file) => textFormatOf(file === '-' ? stdinName : file, given))
  // A flag for tables must have an effect on one of the files.
  const firstTable = formats.find((format) => isTable(format)) ?? formats[0]
  if (firstTable) checkTableFlags(firstTable, source)
  refuseFieldNames(formats, source)
  const held: HeldTexts = new Map()
  let freeLength = MAX_HELD_LENGTH
  for (const [index, file] of files.entries()) {
    if (file === '-' || formats[index] !== 'text') continue
    const text = await readText(file).catch(faultOf)
    if (typeof text !== 'string') {
      held.set(file, text)
      continue
    }
    const isHeld = text.length <= freeLength || (await isDevice(file))
    if (!isHeld) continue
    held.set(file, text)
    freeLength -= text.length
  }
  return held
}

/** The names of fields have an effect only on rows. */
function refuseFieldNames(formats: readonly InputFormat[], { files, textField, idField }: TextSource): void {
  if (!formats.every((format) => format === 'text')) return
  const flag = textField !== 'text' ? '--text-field' : idField !== 'id' ? '--id-field' : undefined
  if (flag === undefined) return
  const rows = files
    .map((file) => FORMAT_BY_EXTENSION[extname(file).toLowerCase()])
    .find((format) => format === 'yaml' || format === 'json')
  const hint = `is it --input-format ${rows ?? 'jsonl'}?`
  throw new UsageError(`${flag} has no effect: the texts have no fields`, hint)
}

/** Pass this to `catch`: returns the mistake in an input, and throws every other error again. */
function faultOf(error: unknown): UsageError {
  if (error instanceof UsageError) return error
  throw error
}

/** Yields the texts; drops held ones. A file that cannot be read does not hide the others. */
export async function* readTexts(
  source: TextSource,
  held: HeldTexts = new Map(),
): AsyncGenerator<GivenText | UnreadFile> {
  let index = 0
  for (const [path, error] of source.faults) yield { id: path, index: index++, path, line: null, error }
  for (const file of source.files) {
    const path = file === '-' ? source.stdinName : file
    try {
      for await (const text of textsOf(file, path, source, held)) yield { ...text, index: index++ }
    } catch (error) {
      yield { id: path, index: index++, path, line: null, error: faultOf(error) }
    }
  }
}

/** Throws a `UsageError` that names the file and the line of a mistake. */
async function* textsOf(
  file: string,
  path: string,
  source: TextSource,
  held: HeldTexts,
): AsyncGenerator<Omit<GivenText, 'index'>> {
  const { stdin, textField: promptField } = source
  const format = textFormatOf(path, source.format)
  if (format === 'text') {
    const text = held.get(file) ?? (await (file === '-' ? readAll(stdin, path) : readText(file)))
    held.delete(file)
    if (typeof text !== 'string') throw text
    const prompt = { text: '', vars: ruleValues(source.ruleFields, { file: path }, path) }
    yield { id: path, path, line: null, text, prompt }
    return
  }
  const chunks = file === '-' ? stdin : readChunks(file)
  const options = { format, name: path, promptField, ...tableFlags(format, source) }
  let isEmpty = true
  for await (const rows of readRows(chunks, options)) {
    if (rows.length > 0) isEmpty = false
    for (const row of rows) yield textOf(row, { path, isTable: isTable(format) }, source)
  }
  if (isEmpty) throw new UsageError(`${path} contains no texts`, 'see --input-format')
}

const tableFlags = (format: InputFormat, { delimiter, sheet }: TextSource) => ({
  delimiter: format === 'csv' || format === 'tsv' ? delimiter : undefined,
  sheet: format === 'xlsx' ? sheet : undefined,
})

function textOf(
  { line, fields: read }: Row,
  { path, isTable }: { readonly path: string; readonly isTable: boolean },
  source: TextSource,
): Omit<GivenText, 'index'> {
  const fields = isTable ? withTexts(read, [source.textField, source.idField, ...PROMPT_FIELDS]) : read
  const { [source.textField]: text, [source.idField]: id, validators, ...others } = fields
  const where = `${path}:${line}`
  if (typeof text !== 'string') {
    const hint = 'name the field with --text-field'
    if (text !== undefined) throw new UsageError(`${where}: "${source.textField}" is not a string`, hint)
    const similar = didYouMean(source.textField, Object.keys(fields))
    throw new UsageError(`${where}: no field "${source.textField}"`, `${similar}; ${hint}`)
  }
  return {
    id: isMissing(id) ? where : readId(id, where),
    path,
    line,
    text,
    prompt: {
      ...promptInRow(others, where, isTable),
      validators: isMissing(validators) ? undefined : validatorsOf(validators, fields, where, source),
      vars: ruleValues(source.ruleFields, fields, where),
    },
  }
}

/** What a row can say of the prompt that its text was made for. */
const PROMPT_FIELDS = ['prompt', 'system', 'draft', 'source', 'meta', 'validators']

/** In results, `meta` has the fields of the row that the text was made for. */
function promptInRow(fields: FieldValues, where: string, isTable: boolean) {
  const { prompt, system, draft, source: given, meta, ...others } = fields
  const { data: source, error } = sourceField.safeParse(isTable ? fromCell('source', given) : given)
  if (error && !isMissing(given)) throw new UsageError(`${where}: the source must be a text or an object`)
  const textOrNone = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return {
    text: textOrNone(prompt) ?? '',
    system: textOrNone(system),
    draft: textOrNone(draft),
    source: isMissing(given) ? undefined : source,
    meta: isMissing(meta) ? others : metaOf(isTable ? fromCell('meta', meta) : meta),
  }
}

/** In CSV, an empty field means that the field is missing. */
const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

function validatorsOf(
  given: unknown,
  fields: FieldValues,
  where: string,
  { registry, maxRowValidators }: TextSource,
): NamedOptions[] {
  if (!Array.isArray(given)) throw new UsageError(`${where}: validators must be a list`)
  refuseManyValidators(given, maxRowValidators, where)
  const kind = { ...validatorKind(registry), untrusted: true }
  return inRow(where, () => {
    const rules = given.map((each) => readNamed(each, kind))
    return rules.map((rule) => (needsFilling(rule) ? fillRule(rule, kind, fields) : rule))
  })
}

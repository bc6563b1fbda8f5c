/**
 * Reads YAML 1.2: a sequence of prompts, or one prompt per document. Rejects custom tags, so that YAML
 * contains only data.
 */
import type { Document, ParsedNode } from 'yaml'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { describeDeepKey, findDeepYaml } from '../../util/json/nesting.ts'
import { losesDigits, MAY_LOSE_DIGITS } from '../../util/json/lost-digits.ts'
import { countNewlines } from './encoding.ts'
import { lostDigits } from '../../util/json/lost-content.ts'
import { lostContentError } from './fields/ambiguous-json.ts'
import type { ReadOptions, Row } from './row.ts'
import { linesOf, MAX_LINE_BYTES, textBlocks, type Line } from './text.ts'
import { isJsonObject } from '../../util/json/object.ts'

/** A part of the input that is valid YAML by itself: a document, or one item of a sequence. */
interface Piece {
  /** Line number of the piece's start. */
  readonly line: number
  readonly lines: string[]
  readonly isItem: boolean
  length: number
}

const ITEM = /^-(?:[ \t]|$)/
const MARKER = /^(?:---|\.\.\.)(?:[ \t]|$)/
const NOTHING = /^[ \t]*(?:#.*)?$/

/**
 * Reads a sequence item by item if its items begin in the first column, where only an item can begin with `-
 * `. Reads all other YAML document by document.
 */
export async function* readYaml(chunks: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Row[]> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: yaml } = await import('yaml')
  const toRows = (piece: Piece): Row[] => rowsOf(piece, options, yaml)
  const splitter = createSplitter(options.name)
  for await (const block of textBlocks(chunks, options.name)) {
    yield linesOf(block)
      .flatMap((line) => splitter.next(line))
      .flatMap(toRows)
  }
  yield splitter.end().flatMap(toRows)
}

function createSplitter(name: string) {
  let piece: Piece | undefined
  const end = (): Piece[] => {
    const ended = piece ? [piece] : []
    piece = undefined
    return ended
  }
  const begin = ({ line, text }: Line, isItem: boolean): Piece[] => {
    const ended = end()
    piece = { line, lines: [text], isItem, length: text.length }
    return ended
  }
  return {
    end,
    /** Returns the pieces that end before this line. */
    next(line: Line): Piece[] {
      const { text } = line
      if (MARKER.test(text)) {
        const content = text.slice(3)
        return text.startsWith('---') && !NOTHING.test(content) ? begin(line, false) : end()
      }
      if (ITEM.test(text) && (!piece || piece.isItem)) return begin(line, true)
      if (!piece) return NOTHING.test(text) || text.startsWith('%') ? [] : begin(line, false)
      piece.lines.push(text)
      piece.length += text.length + 1
      if (piece.length > MAX_LINE_BYTES) {
        throw new UsageError(
          `${name}:${piece.line}: the ${piece.isItem ? 'item' : 'document'} is longer than 16 MB`,
          'begin each item with "- " in the first column: such a list is read item by item',
        )
      }
      return []
    },
  }
}

type Yaml = typeof import('yaml')

function rowsOf(piece: Piece, options: ReadOptions, yaml: Yaml): Row[] {
  const { name } = options
  const lineCounter = new yaml.LineCounter()
  const source = `${piece.lines.join('\n')}\n`
  const deep = findDeepYaml(source, (text) => new yaml.Lexer().lex(text))
  if (deep) {
    const line = piece.line + countNewlines(source.slice(0, deep.offset))
    throw new UsageError(`${name}:${line}: ${describeDeepKey(deep.key)}`, 'flatten it')
  }
  const document = yaml.parseDocument(source, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    version: '1.2',
    schema: 'core',
  })
  const lineAt = (offset: number): number => piece.line + lineCounter.linePos(offset).line - 1
  const [fault] = [...document.errors, ...document.warnings]
  if (fault)
    throw new UsageError(`${name}:${lineAt(fault.pos[0])}: not YAML: ${fault.message}`, hintFor(fault))
  const placeOf = (offset: number) => `${name}:${lineAt(offset)}`
  if (source.includes('!')) refuseTags(document, placeOf, yaml)
  if (MAY_LOSE_DIGITS.test(source)) refuseNumbers(document, placeOf, yaml)
  const value = toPlainValue(document, piece, name)
  const nodes = yaml.isSeq<ParsedNode>(document.contents) ? document.contents.items : undefined
  if (!Array.isArray(value)) return value === null ? [] : [rowOf(value, piece.line, options)]
  return value.map((item, index) => rowOf(item, lineAt(nodes?.[index]?.range[0] ?? 0), options))
}

/** Most errors are unquoted texts that are parsed as a mapping or an alias. */
const hintFor = ({ code }: { readonly code: string }): string =>
  code === 'TAG_RESOLVE_FAILED'
    ? 'tags are not supported; put a string that begins with "!" in quotes'
    : 'put a string that contains ": " or begins with a special character in quotes, or write it below "|"'

/** Rejects tags such as `!!binary` and `!!set`, which the parser accepts, but whose values are not JSON. */
function refuseTags(document: Document.Parsed, where: (offset: number) => string, yaml: Yaml): void {
  yaml.visit(document, {
    Node(_, node) {
      const { tag, range } = node as ParsedNode
      if (tag === undefined || /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(tag)) return
      throw new UsageError(
        `${where(range[0])}: the tag ${tag} is not supported`,
        'write the value as a string',
      )
    },
  })
}

function refuseNumbers(document: Document.Parsed, where: (offset: number) => string, yaml: Yaml): void {
  yaml.visit(document, {
    Scalar(_, { value, source: notation, range }) {
      if (typeof value !== 'number' || notation === undefined || !losesDigits(notation)) return
      throw lostContentError(lostDigits(notation), where(range?.[0] ?? 0))
    },
  })
}

/** Resolves at most a hundred aliases, since nested aliases can use up the memory. */
function toPlainValue(document: Document.Parsed, { line, isItem }: Piece, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    const hint = isItem ? 'an anchor is valid only within its item' : 'define the anchor before it is used'
    const excessive = messageOf(error).startsWith('Excessive')
    throw new UsageError(
      `${name}:${line}: not YAML: ${messageOf(error)}`,
      excessive ? 'replace the aliases by their values' : hint,
      error,
    )
  }
}

function rowOf(item: unknown, line: number, { name, promptField }: ReadOptions): Row {
  if (typeof item === 'string') return { line, fields: { [promptField]: item } }
  if (isJsonObject(item)) return { line, fields: item }
  throw new UsageError(
    `${name}:${line}: expected a string or a mapping, got ${JSON.stringify(item).slice(0, 40)}`,
    `put it in quotes if it is a string, or write "${promptField}: ..."`,
  )
}

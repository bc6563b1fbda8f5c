/** YAML 1.2: a sequence of prompts, or a document a prompt. Data only: no tags of anyone's own, no code. */
import type { Document, ParsedNode } from 'yaml'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { ReadOptions, Row } from './row.ts'
import { linesOf, LONGEST_BYTES, textBlocks, type Line } from './text.ts'

/** A piece that is YAML by itself: a document, or one item of a sequence. */
interface Piece {
  /** The number of its first line. */
  readonly line: number
  readonly lines: string[]
  readonly isItem: boolean
  length: number
}

const ITEM = /^-(?:[ \t]|$)/
const MARKER = /^(?:---|\.\.\.)(?:[ \t]|$)/
const NOTHING = /^[ \t]*(?:#.*)?$/

/**
 * Reads item by item: within a block sequence that stands at the left edge only a further item can begin there
 * with `- `. All else is read document by document.
 */
export async function* readYaml(chunks: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Row[]> {
  // Bundled, this CommonJS package has its default export alone.
  const { default: yaml } = await import('yaml')
  const toRows = (piece: Piece): Row[] => rowsOf(piece, options, yaml)
  const split = splitter(options.name)
  for await (const block of textBlocks(chunks, options.name)) {
    yield linesOf(block)
      .flatMap((line) => split.next(line))
      .flatMap(toRows)
  }
  yield split.end().flatMap(toRows)
}

interface Splitter {
  /** The pieces that end before this line. */
  next(line: Line): Piece[]
  end(): Piece[]
}

function splitter(name: string): Splitter {
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
    next(line) {
      const { text } = line
      if (MARKER.test(text)) {
        const content = text.slice(3)
        return text.startsWith('---') && !NOTHING.test(content) ? begin(line, false) : end()
      }
      if (ITEM.test(text) && (!piece || piece.isItem)) return begin(line, true)
      if (!piece) return NOTHING.test(text) || text.startsWith('%') ? [] : begin(line, false)
      piece.lines.push(text)
      piece.length += text.length + 1
      if (piece.length > LONGEST_BYTES) {
        throw new UsageError(
          `${name}:${piece.line}: the ${piece.isItem ? 'item' : 'document'} is longer than 16 MB`,
          'a long list is read item by item when its items begin with "- " at the left edge',
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
  checkDepth(source, `${name}:${piece.line}`, yaml)
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
  if (source.includes('!')) refuseTags(document, (offset) => `${name}:${lineAt(offset)}`, yaml)
  const value = plain(document, piece, name)
  const nodes = yaml.isSeq<ParsedNode>(document.contents) ? document.contents.items : undefined
  if (!Array.isArray(value)) return value === null ? [] : [rowOf(value, piece.line, options)]
  return value.map((item, index) => rowOf(item, lineAt(nodes?.[index]?.range[0] ?? 0), options))
}

/** Many a text is taken for a mapping or an alias because of how it begins. */
const hintFor = ({ code }: { readonly code: string }): string =>
  code === 'TAG_RESOLVE_FAILED'
    ? 'tags are not read; put the text in quotes'
    : 'put a text that has ": " or begins with a sign in quotes, or write it below "|"'

/** Tags that the schema lets pass all the same make things that are no text: `!!binary`, `!!set`. */
function refuseTags(document: Document.Parsed, where: (offset: number) => string, yaml: Yaml): void {
  yaml.visit(document, {
    Node(_, node) {
      const { tag, range } = node as ParsedNode
      if (tag === undefined || /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/.test(tag)) return
      throw new UsageError(`${where(range[0])}: the tag ${tag} is not read`, 'write it as text')
    },
  })
}

/** Aliases are resolved, up to a hundred copies. */
function plain(document: Document.Parsed, { line, isItem }: Piece, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    const hint = isItem
      ? 'an anchor reaches no further than its own item'
      : 'define the anchor before its use'
    const excessive = messageOf(error).startsWith('Excessive')
    throw new UsageError(
      `${name}:${line}: not YAML: ${messageOf(error)}`,
      excessive ? 'write the values out' : hint,
      error,
    )
  }
}

function rowOf(item: unknown, line: number, { name, promptField }: ReadOptions): Row {
  if (typeof item === 'string') return { line, fields: { [promptField]: item } }
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
    return { line, fields: item as Row['fields'] }
  }
  throw new UsageError(
    `${name}:${line}: expected a text or a mapping, got ${JSON.stringify(item).slice(0, 40)}`,
    `put it in quotes if it is a text, or write "${promptField}: ..."`,
  )
}

const DEEPEST = 200

/** The parser is recursive: thousands of levels would overflow its stack, which nothing can catch. */
function checkDepth(source: string, where: string, yaml: Yaml): void {
  if (source.length <= DEEPEST) return
  let flow = 0
  let inLine = 0
  let indent = 0
  let before = ''
  for (const token of new yaml.Lexer().lex(source)) {
    // After this mark comes a text, whatever it looks like.
    const structure = before === '\u001f' ? '' : token
    if (structure === '[' || structure === '{') flow++
    else if (structure === ']' || structure === '}') flow--
    else if (structure === '-' || structure === '?') inLine++
    else if (structure === '\n') inLine = 0
    if (before === '\n') indent = /^ *$/.test(token) ? token.length : 0
    before = token
    if (flow + inLine + indent > DEEPEST && structure !== '') {
      throw new UsageError(`${where}: nested more than ${DEEPEST} levels deep`, 'flatten it')
    }
  }
}

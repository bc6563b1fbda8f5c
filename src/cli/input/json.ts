/** Reads a JSON array item by item, so that memory does not grow with its length. */
import { UsageError } from '../../core/errors.ts'
import { parseJson } from '../../util/json.ts'
import { refuseAmbiguousJson } from './fields/ambiguous-json.ts'
import type { ReadOptions, Row } from './row.ts'
import { MAX_LINE_BYTES, textBlocks } from './text.ts'
import { isJsonObject } from '../../util/json/object.ts'

const SPACE = /\s/

export async function* readJson(chunks: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Row[]> {
  const scanner = createScanner(options)
  for await (const { line, text } of textBlocks(chunks, options.name)) yield scanner.next(line, text)
  scanner.end()
}

/** Splits the array at the commas between its items; `JSON.parse` then checks each item. */
function createScanner({ name, promptField }: ReadOptions) {
  let line = 1
  let state: 'before' | 'within' | 'after' = 'before'
  let depth = 0
  let inString = false
  let escaped = false
  let item = ''
  let itemLine = 1
  let items = 0
  const fault = (where: number, problem: string, hint = 'the input must be a JSON array'): UsageError =>
    new UsageError(`${name}:${where}: ${problem}`, hint)
  const takeItem = (isLast: boolean): Row[] => {
    const text = item.trim()
    item = ''
    if (text === '' && isLast && items === 0) return []
    if (text === '') throw fault(line, 'not JSON: an item is missing', 'remove the superfluous comma')
    items++
    const parsed = parseJson(text)
    if ('fault' in parsed) throw fault(itemLine, `not JSON: ${parsed.fault}`, 'lines are counted in the item')
    refuseAmbiguousJson(text, `${name}:${itemLine}`)
    const { value } = parsed
    if (typeof value === 'string') return [{ line: itemLine, fields: { [promptField]: value } }]
    if (isJsonObject(value)) return [{ line: itemLine, fields: value }]
    throw fault(itemLine, `expected a string or an object, got ${text.slice(0, 40)}`)
  }
  /** Returns the rows that end with this character, outside a string. */
  const step = (character: string): Row[] => {
    if (depth === 0 && (character === ',' || character === ']')) {
      if (character === ']') state = 'after'
      return takeItem(character === ']')
    }
    if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    else if (character === '"') inString = true
    if (item === '' && !SPACE.test(character)) itemLine = line
    if (item !== '' || !SPACE.test(character)) item += character
    return []
  }
  return {
    next(start: number, text: string): Row[] {
      const rows: Row[] = []
      line = start
      for (const character of text) {
        if (character === '\n') line++
        if (inString) {
          item += character
          inString = escaped || character !== '"'
          escaped = !escaped && character === '\\'
        } else if (state === 'within') rows.push(...step(character))
        else if (!SPACE.test(character)) {
          if (state === 'after' || character !== '[')
            throw fault(line, `expected a JSON array, got ${character}`)
          state = 'within'
        }
      }
      if (item.length > MAX_LINE_BYTES) throw fault(itemLine, 'the item is longer than 16 MB')
      return rows
    },
    end(): void {
      if (state === 'within') throw fault(line, 'not JSON: the array is not closed')
    },
  }
}

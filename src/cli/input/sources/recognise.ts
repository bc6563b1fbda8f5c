/** Recognises the format of input that has no file name. */
import { parseJson } from '../../../util/json.ts'
import type { InputFormat } from '../formats.ts'

/** A longer first line is not taken for a JSON object, to limit what is read before the format is known. */
const MAX_HEAD_BYTES = 1024 * 1024

/** Reads until the end of the first line that is not blank. The returned chunks are the whole input. */
export async function recogniseFormat(
  chunks: AsyncIterable<Buffer>,
): Promise<{ readonly format: InputFormat; readonly chunks: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let ended = false
  while (!ended && head.length < MAX_HEAD_BYTES && firstLine(head.toString('utf8'), false) === undefined) {
    const next = await iterator.next()
    if (next.done) ended = true
    else head = Buffer.concat([head, next.value])
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield head
    if (ended) return
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { format: formatOfLine(firstLine(head.toString('utf8'), true) ?? ''), chunks: whole() }
}

/** The first line that is not blank; undefined if it has not ended yet. */
function firstLine(text: string, isWhole: boolean): string | undefined {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  const index = lines.findIndex((line) => line.trim() !== '')
  return index === -1 || (index === lines.length - 1 && !isWhole) ? undefined : lines[index]
}

function formatOfLine(line: string): InputFormat {
  const text = line.trim()
  if (text.startsWith('{')) {
    const parsed = parseJson(text)
    return 'value' in parsed ? 'jsonl' : 'lines'
  }
  return /^\[\s*($|\{|")/.test(text) ? 'json' : 'lines'
}

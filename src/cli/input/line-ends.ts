/** Reads the line ends of Mac OS before version 10: a single "\r". */
import { transformBytes, unchanged, type ByteTransform } from './transform.ts'

/** How many bytes at the start of an input are searched for the first line end. */
const MAX_HEAD_BYTES = 64 * 1024

/** Finds out how lines end. `head` is the beginning of the input, decoded as Latin-1. */
interface LineEndRule {
  /** Whether the beginning of the input shows how lines end. */
  readonly isEnough: (head: string) => boolean
  readonly endsWithReturn: (head: string) => boolean
}

/** In a text, "\r" can stand within a line, so it ends lines only if there is no "\n". */
const TEXT: LineEndRule = {
  isEnough: (head) => head.includes('\n'),
  endsWithReturn: (head) => head.includes('\r') && !head.includes('\n'),
}

/** In a table, the first line break outside quotes ends the header. */
const TABLE: LineEndRule = {
  isEnough: (head) => /\n|\r[^\n]/.test(withoutQuoted(head)),
  endsWithReturn: (head) => /^[^\r\n]*\r(?!\n)/.test(withoutQuoted(head)),
}

const withoutQuoted = (text: string): string => text.replace(/"[^"]*(?:"|$)/g, '')

/** Replaces each single "\r" by "\n" if the lines of the input end with "\r". Keeps "\r\n". */
export function unifyLineEnds(chunks: AsyncIterable<Buffer>, isTable: boolean): AsyncGenerator<Buffer> {
  const rule = isTable ? TABLE : TEXT
  return transformBytes(
    chunks,
    (head) => head.length >= MAX_HEAD_BYTES || rule.isEnough(head.toString('latin1')),
    (head) => (rule.endsWithReturn(head.toString('latin1')) ? returnsToNewlines() : unchanged),
  )
}

function returnsToNewlines(): ByteTransform {
  let unfinished = ''
  return (chunk, isLast) => {
    const text = unfinished + chunk.toString('latin1')
    // The "\n" of a "\r\n" can be in the next chunk.
    unfinished = !isLast && text.endsWith('\r') ? '\r' : ''
    const whole = text.slice(0, text.length - unfinished.length)
    return Buffer.from(whole.replace(/\r(?!\n)/g, '\n'), 'latin1')
  }
}

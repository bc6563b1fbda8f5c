/** Reads the body of an answer. The readers of the SDKs would need more CPU time than the rest of a call. */
import { StringDecoder } from 'node:string_decoder'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { ProviderError } from '../../core/errors.ts'
import { fieldOf } from '../../util/json/object.ts'
import { truncate } from '../../util/truncate.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { jsonOrText } from '../errors/reported-reason.ts'
import type { GetHeader } from '../errors/retry-after.ts'

/** The last part of an answer that is known to be complete. */
export const DONE = Symbol('[DONE]')

export interface AnswerBody {
  readonly body: AsyncIterable<Uint8Array> | null
  readonly getHeader: GetHeader
}

const MAX_EXCERPT_CHARACTERS = 200

/**
 * Yields the JSON of each server-sent event as it arrives, or one whole JSON document. Tells the two apart by the
 * content, since some servers ignore what was requested or name another media type. Throws errors that the server
 * reports. Does not detect a stream that ends early; the caller must.
 */
export async function* readParts({ body, getHeader }: AnswerBody): AsyncGenerator {
  const decoder = new StringDecoder('utf8')
  const events: EventSourceMessage[] = []
  let parser: ReturnType<typeof createParser> | undefined
  let beginning = ''
  let document: string | undefined
  for await (const bytes of body ?? []) {
    let text = decoder.write(bytes)
    const isFirst = beginning === ''
    if (beginning.length < MAX_EXCERPT_CHARACTERS) beginning = (beginning + text).trimStart()
    if (isFirst) {
      text = beginning
      if (text === '') continue
      if (/^[[{<]/.test(text)) document = ''
    }
    if (document !== undefined) document += text
    else {
      parser ??= createParser({ onEvent: (event) => events.push(event) })
      parser.feed(text)
      for (const event of events.splice(0)) {
        const part = partOf(event, getHeader)
        if (part !== undefined) yield part
      }
    }
  }
  if (document !== undefined && !document.startsWith('<')) {
    yield JSON.parse(document) as unknown
    yield DONE
    return
  }
  // Some servers do not end the last event. If it was cut off, it is not valid JSON.
  parser?.feed('\n\n')
  for (const event of events.filter(isWhole)) yield partOf(event, getHeader)
  const type = getHeader('content-type') ?? 'plain text'
  const isEmptyStream = beginning === '' && type.includes('event-stream')
  if (!isEmptyStream && !/^(data|event|id|retry)?:/m.test(beginning)) {
    const excerpt = truncate(beginning.trim(), MAX_EXCERPT_CHARACTERS)
    throw new ProviderError('protocol', `${type} instead of JSON${excerpt === '' ? '' : `: ${excerpt}`}`)
  }
}

/** Undefined for an event without content. */
function partOf({ event, data }: EventSourceMessage, getHeader: GetHeader): unknown {
  if (data === '' || event === 'ping') return undefined
  if (data.startsWith('[DONE]')) return DONE
  const value = event === 'error' ? jsonOrText(data) : (JSON.parse(data) as unknown)
  if (event === 'error' || reportsError(value)) {
    throw new ReportedError({ status: undefined, getHeader, body: value })
  }
  return value
}

const isWhole = ({ data }: EventSourceMessage): boolean =>
  data.startsWith('[DONE]') || typeof jsonOrText(data) !== 'string'

export const reportsError = (value: unknown): boolean => Boolean(fieldOf(value, 'error'))

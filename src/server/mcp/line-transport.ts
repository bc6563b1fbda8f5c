/** Exchanges JSON-RPC messages with an agent, one per line in each direction. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CallToolRequestSchema,
  CancelledNotificationSchema,
  ErrorCode,
  InitializedNotificationSchema,
  InitializeRequestSchema,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  type JSONRPCMessage,
} from '@modelcontextprotocol/sdk/types.js'
import type { Writable } from 'node:stream'
import { parseDeepJson } from '../../util/json.ts'
import { isJsonObject } from '../../util/json/object.ts'
import { findLostContent } from '../../util/json/lost-content.ts'
import { checkBody } from '../read-body.ts'
import { asServiceError } from '../service-error.ts'

export interface LineTransportOptions {
  readonly input: AsyncIterable<Buffer>
  readonly output: Writable
  readonly warn: (line: string) => void
}

export interface LineTransport extends Transport {
  /** Hands on the messages of the input until it ends. Rejects if the input cannot be read. */
  readonly readAll: () => Promise<void>
}

const MAX_LINE_BYTES = 10_000_000
const NEWLINE = 10

/**
 * Refuses what the server cannot use with the error that JSON-RPC has for it: the server itself would leave some of
 * these messages without an answer, and call the rest errors of its own.
 */
export function createLineTransport({ input, output, warn }: LineTransportOptions): LineTransport {
  const write = (message: object) =>
    new Promise<void>((resolve) => {
      if (output.write(`${JSON.stringify(message)}\n`)) resolve()
      else output.once('drain', resolve)
    })

  const refuse = ({ code, message, id, isNotification = false }: MessageFault) => {
    warn(`mcp: ${message}`)
    if (!isNotification) void write({ jsonrpc: '2.0', id, error: { code, message } })
  }

  const receive = (line: string) => {
    const checked = checkLine(line)
    if ('code' in checked) refuse(checked)
    else transport.onmessage?.(checked.message)
  }

  const transport: LineTransport = {
    start: async () => undefined,
    send: write,
    close: async () => transport.onclose?.(),
    async readAll() {
      for await (const line of splitLines(input)) {
        if (line === undefined) {
          const message = `a line of the input is longer than ${MAX_LINE_BYTES} bytes`
          refuse({ code: ErrorCode.InvalidRequest, message })
        } else if (line.trim() !== '') receive(line)
      }
    },
  }
  return transport
}

interface MessageFault {
  readonly code: ErrorCode
  readonly message: string
  /** Undefined if the request has no id that can be read. */
  readonly id?: string | number | undefined
  /** Notifications get no answer. */
  readonly isNotification?: boolean
}

/** The list has one page, so no answer contains a cursor. */
const listToolsSchema = ListToolsRequestSchema.refine(({ params }) => params?.cursor === undefined, {
  path: ['params', 'cursor'],
  message: 'no page has this cursor; the list of tools has only one page',
})

/** The server handles these; it answers other requests as unknown, and ignores other notifications. */
const MESSAGES = new Map(
  [
    InitializeRequestSchema,
    InitializedNotificationSchema,
    PingRequestSchema,
    listToolsSchema,
    CallToolRequestSchema,
    CancelledNotificationSchema,
  ].map((schema) => [schema.shape.method.value as unknown, schema]),
)

function checkLine(line: string): { readonly message: JSONRPCMessage } | MessageFault {
  const parsed = parseDeepJson(line)
  if ('fault' in parsed) {
    return { code: ErrorCode.ParseError, message: `a line of the input is not valid JSON: ${parsed.fault}` }
  }
  const { method, id: given } = isJsonObject(parsed.value) ? parsed.value : {}
  // The id of a response is that of a request of ours.
  const id =
    method !== undefined && (typeof given === 'string' || typeof given === 'number') ? given : undefined
  const sender = { id, isNotification: method !== undefined && given === undefined }
  const lost = findLostContent(line, ['validators'])
  if (lost) {
    const message = `a line of the input: ${lost.fault}; ${lost.cure}`
    return { code: ErrorCode.InvalidRequest, message, ...sender }
  }
  const schema = MESSAGES.get(method)
  try {
    if (schema) checkBody<object>(parsed.value, schema)
  } catch (error) {
    const fault = asServiceError(error)
    if (!fault) throw error
    return { code: ErrorCode.InvalidParams, message: `${String(method)}: ${fault.message}`, ...sender }
  }
  const { data } = JSONRPCMessageSchema.safeParse(parsed.value)
  if (data) return { message: data }
  const message = 'a line of the input is not a JSON-RPC 2.0 message'
  return { code: ErrorCode.InvalidRequest, message, ...sender }
}

/** Undefined for a line that is too long. The last line needs no line break. A byte order mark is removed. */
async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder()
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)])
      yield size + end - start > MAX_LINE_BYTES ? undefined : decoder.decode(line)
      parts = []
      size = 0
      start = end + 1
    }
    size += chunk.length - start
    if (size > MAX_LINE_BYTES) parts = []
    else parts.push(chunk.subarray(start))
  }
  if (size > MAX_LINE_BYTES) yield undefined
  else if (size > 0) yield decoder.decode(Buffer.concat(parts))
}

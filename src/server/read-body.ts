/** Reads a request's body: JSON that matches a schema. */
import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type * as z from 'zod'
import { describeIssues, innermostIssue } from '../util/schemas/issues.ts'
import { parseJson } from '../util/json.ts'
import type { ServiceVariables } from './answers.ts'
import { ServiceError } from './service-error.ts'
import { findLostContent } from '../util/json/lost-content.ts'
import { isJsonObject } from '../util/json/object.ts'

const SCHEMA_FIELDS = ['validators', 'response_format', 'text', 'output_config', 'tools']

/** Throws a `ServiceError` that describes the fault of the body. */
export async function readBody<T>(
  { env: { incoming }, get }: Context<ServiceVariables>,
  schema: z.ZodType<T>,
): Promise<T> {
  if (!/^application\/json\s*(;|$)/i.test(incoming.headers['content-type'] ?? '')) {
    throw new ServiceError(415, 'unsupported_media_type', 'the header content-type must be application/json')
  }
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(incoming.headers['content-type'] ?? '')?.[1]
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    const message = `the body must be in UTF-8; the header content-type says ${charset}`
    throw new ServiceError(415, 'unsupported_media_type', message)
  }
  const encoding = incoming.headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    const message = `the body must not be compressed; leave out the header content-encoding: ${encoding}`
    throw new ServiceError(415, 'unsupported_media_type', message)
  }
  const bytes = await readBytes(incoming, get('maxBodyBytes'))
  const json = decode(bytes)
  const parsed = parseJson(json)
  if ('fault' in parsed) throw badRequest(`the body cannot be read as JSON: ${parsed.fault}`)
  const body = checkBody(parsed.value, schema)
  const lost = findLostContent(json, SCHEMA_FIELDS)
  if (lost) throw badRequest(`the body: ${lost.fault}; ${lost.cure}`)
  return body
}

/**
 * Throws a `ServiceError` that names the field, its fault and what it must be. A field that is null counts as left out,
 * as in the APIs of vendors: applications send all fields that they know.
 */
export function checkBody<T>(given: unknown, schema: z.ZodType<T>): T {
  const body = isJsonObject(given) ? withoutNulls(given) : given
  const { data, error } = schema.safeParse(body)
  const [outer] = error?.issues ?? []
  if (!outer) return data as T
  const issue = innermostIssue(outer)
  const [fault] = describeIssues([issue], schema, body, (path) => path)
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0]].join('.')
    throw badRequest(
      `${path}: sifaka does not support this field${fault?.hint ? `; ${fault.hint}` : ''}`,
      path,
    )
  }
  if (issue.path.length === 0) throw badRequest(`the body ${fault?.message}`)
  throw badRequest(String(fault?.message), issue.path.join('.'))
}

/** Also removes nulls within `sifaka`: in the APIs of vendors, it contains what are fields of the body elsewhere. */
const withoutNulls = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, name === 'sifaka' && isJsonObject(value) ? withoutNulls(value) : value]),
  )

/** `field` is the path of the field that is to blame. */
export const badRequest = (message: string, field?: string): ServiceError =>
  new ServiceError(400, 'invalid_request', message, { field })

export const tooLarge = (maxBytes: number): ServiceError =>
  new ServiceError(413, 'request_too_large', `the body is larger than ${maxBytes} bytes`)

/** Reads the stream of Node, since a body as a web stream takes longer than all other work on it. */
const readBytes = (incoming: IncomingMessage, maxBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      // The rest is read and dropped, so that the client can read the answer.
      if (size > maxBytes) reject(tooLarge(maxBytes))
      else chunks.push(chunk)
    })
    incoming.on('end', () => resolve(Buffer.concat(chunks)))
    const fail = () => reject(badRequest('the client has disconnected before the end of the body'))
    incoming.on('error', fail)
    incoming.on('close', () => {
      if (!incoming.readableEnded) fail()
    })
    if (incoming.destroyed) fail()
  })

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('the body is not UTF-8')
  }
}

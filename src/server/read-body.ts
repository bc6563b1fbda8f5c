/** Reads a request's body: JSON that matches a schema. */
import type * as z from 'zod'
import { describeIssues } from '../config/issues.ts'
import { parseJson } from '../util/json.ts'
import { ServiceError } from './service-error.ts'

/** Throws a `ServiceError` that describes the fault of the body. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new ServiceError(415, 'unsupported_media_type', 'the header content-type must be application/json')
  }
  const bytes = await request.arrayBuffer()
  const parsed = parseJson(decode(bytes))
  if ('fault' in parsed) throw badRequest(`the body cannot be read as JSON: ${parsed.fault}`)
  return checkBody(parsed.value, schema)
}

/** Throws a `ServiceError` that names the field, its fault and what it must be. */
export function checkBody<T>(body: unknown, schema: z.ZodType<T>): T {
  const { data, error } = schema.safeParse(body)
  const [issue] = error?.issues ?? []
  if (!issue) return data as T
  const [fault] = describeIssues([issue], schema, body, (path) => path)
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0]].join('.')
    throw badRequest(`${path}: sifaka does not support this field${fault?.hint ? `; ${fault.hint}` : ''}`)
  }
  throw badRequest(`${issue.path.length === 0 ? 'the body ' : ''}${fault?.message}`)
}

export const badRequest = (message: string): ServiceError => new ServiceError(400, 'invalid_request', message)

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('the body is not UTF-8')
  }
}

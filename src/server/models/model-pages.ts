/** Pages of the list of models, as clients of Anthropic's API ask for them. */
import * as z from 'zod'
import { badRequest, checkBody } from '../read-body.ts'

export const pageQuery = z.object({
  limit: z
    .stringFormat('number', /^\d{1,4}$/, 'must be a number from 1 to 1000')
    .transform(Number)
    .pipe(z.int().min(1).max(1000))
    .optional(),
  after_id: z.string().optional(),
  before_id: z.string().optional(),
})

interface ModelPage {
  readonly data: readonly string[]
  readonly has_more: boolean
  readonly first_id: string | null
  readonly last_id: string | null
}

/** Without `limit`, the page contains all models, as OpenAI's list does. Throws a `ServiceError` for unusable parameters. */
export function pageOf(ids: readonly string[], query: Readonly<Record<string, string>>): ModelPage {
  const { limit = ids.length, after_id: after, before_id: before } = checkBody(query, pageQuery)
  if (after !== undefined && before !== undefined)
    throw badRequest('after_id and before_id exclude each other; leave one of them out', 'after_id')
  const indexOf = (field: string, id: string) => {
    const index = ids.indexOf(id)
    if (index === -1) throw badRequest(`${field}: no model and no profile is listed as "${id}"`, field)
    return index
  }
  const end = before === undefined ? ids.length : indexOf('before_id', before)
  const start = after === undefined ? 0 : indexOf('after_id', after) + 1
  const candidates = ids.slice(start, end)
  // With `before_id`, the page is the last one before it.
  const data = before === undefined ? candidates.slice(0, limit) : candidates.slice(-limit)
  return {
    data,
    has_more: data.length < candidates.length,
    first_id: data[0] ?? null,
    last_id: data.at(-1) ?? null,
  }
}

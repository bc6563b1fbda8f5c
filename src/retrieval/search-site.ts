/** Sends requests to the search API of a site, no more often than the site allows. */
import type * as z from 'zod'
import { SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { openChildScope, type Scope } from '../core/scope.ts'
import { parseJson } from '../util/json.ts'
import type { RetrieverNeeds } from './definition.ts'

interface SiteOptions extends Pick<RetrieverNeeds, 'fetch'> {
  readonly name: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The minimum time from one request to the next. */
  readonly intervalMs?: number | undefined
}

const MAX_ATTEMPTS = 3
const TIMEOUT_MS = 30_000
const FIRST_DELAY_MS = 1000
const MAX_DELAY_MS = 30_000
const USER_AGENT = 'sifaka-cli (https://www.npmjs.com/package/sifaka-cli)'

export const retrievalError = (name: string, problem: string, hint?: string, cause?: unknown): SifakaError =>
  new SifakaError('retrieval', `${name}: ${problem}`, { hint, cause })

type Reply =
  { readonly text: string } | { readonly error: SifakaError; readonly delayMs?: number | undefined }

/**
 * Returns a function that resolves to the body of a response of status 200. It rejects with a `retrieval` error if the
 * site cannot be reached, refuses the request, or fails repeatedly.
 */
export function createSearchSite({ name, fetch, headers, intervalMs = 0 }: SiteOptions) {
  let nextMs = -Infinity
  const waitForTurn = async ({ clock, signal }: Scope) => {
    const now = clock.now()
    const turn = Math.max(now, nextMs)
    nextMs = turn + intervalMs
    if (turn > now) await clock.sleep(turn - now, signal)
  }
  const send = async (url: URL, outer: Scope): Promise<Reply> => {
    const { scope, abort, release } = openChildScope(outer)
    const cancel = outer.clock.after(TIMEOUT_MS, () =>
      abort(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)),
    )
    try {
      const request = { headers: { 'user-agent': USER_AGENT, ...headers }, signal: scope.signal }
      const response = await (await fetch())(url, request)
      const text = await response.text()
      if (response.status === 200) return { text }
      const error = retrievalError(
        name,
        `the site answered with status ${response.status}`,
        hintFor(response.status),
      )
      const isTemporary = response.status === 429 || response.status >= 500
      return { error, delayMs: isTemporary ? delayMsIn(response.headers.get('retry-after')) : undefined }
    } catch (error) {
      outer.signal.throwIfAborted()
      const cause = scope.signal.aborted ? scope.signal.reason : (Object(error).cause ?? error)
      const problem = `no answer from ${url.host}: ${messageOf(cause)}`
      return { error: retrievalError(name, problem, undefined, error), delayMs: 0 }
    } finally {
      cancel()
      release()
    }
  }
  return async (url: URL, scope: Scope): Promise<string> => {
    for (let attempt = 1; ; attempt++) {
      await waitForTurn(scope)
      const reply = await send(url, scope)
      if ('text' in reply) return reply.text
      const { error, delayMs } = reply
      if (delayMs === undefined || delayMs > MAX_DELAY_MS || attempt === MAX_ATTEMPTS) throw error
      const backoffMs = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + scope.random())
      await scope.clock.sleep(Math.max(delayMs, backoffMs), scope.signal)
    }
  }
}

/** The delay in milliseconds that the header asks for; 0 if it names none. */
const delayMsIn = (retryAfter: string | null): number => (Number(retryAfter) || 0) * 1000

const hintFor = (status: number): string | undefined =>
  status === 401 || status === 403 ? 'check the key and its rights' : undefined

/** Throws a `retrieval` error if the text is not JSON of this shape. */
export function parseSiteJson<Reply>(name: string, text: string, shape: z.ZodType<Reply>): Reply {
  const parsed = parseJson(text)
  if ('fault' in parsed) throw retrievalError(name, 'the site did not answer with JSON')
  const { data, error } = shape.safeParse(parsed.value)
  if (error) throw retrievalError(name, 'the response of the site does not follow its API', undefined, error)
  return data
}

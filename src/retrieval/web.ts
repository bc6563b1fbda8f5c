/** Searches the web through Brave's API (https://api-dashboard.search.brave.com/app/documentation/web-search). */
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { RetrieverDefinition, RetrieverNeeds } from './definition.ts'
import { decodeEntities, removeTags } from './markup.ts'
import { createSearchSite, parseSiteJson } from './search-site.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const KEY_VARIABLE = 'BRAVE_API_KEY'
const DEFAULT_URL = 'https://api.search.brave.com/res/v1'
/** The API refuses longer queries. */
const MAX_QUERY_CHARACTERS = 400
const MAX_QUERY_WORDS = 50
/** Most plans allow one request per second. */
const INTERVAL_MS = 1000

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl.optional().describe(`address of the API (default: BRAVE_BASE_URL, else ${DEFAULT_URL})`),
  intervalMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(INTERVAL_MS)
    .describe('minimum time from one request to the next in milliseconds, as your plan requires'),
}))

const replyShape = lazyObject(() => ({
  web: z
    .object({
      results: z.array(
        z.object({
          title: z.string(),
          url: z.string(),
          description: z.string().default(''),
          extra_snippets: z.array(z.string()).default([]),
        }),
      ),
    })
    .optional(),
}))

export const web: RetrieverDefinition<typeof options> = {
  name: 'web',
  summary: `searches the web through Brave's API; needs ${KEY_VARIABLE}`,
  options,
  keyVariables: [KEY_VARIABLE],
  create({ baseUrl, intervalMs }, { env, fetch }) {
    const address = baseUrl ?? addressIn(env) ?? DEFAULT_URL
    const headers = { accept: 'application/json', 'x-subscription-token': keyIn(env) }
    const get = createSearchSite({ name: 'web', fetch, headers, intervalMs })
    return {
      name: 'web',
      state: () => Promise.resolve(address),
      async retrieve(query, limit, scope) {
        const url = new URL(`${address.replace(/\/+$/, '')}/web/search`)
        url.searchParams.set('q', shorten(query))
        url.searchParams.set('count', String(limit))
        url.searchParams.set('result_filter', 'web')
        url.searchParams.set('extra_snippets', 'true')
        const reply = parseSiteJson('web', await get(url, scope), replyShape)
        const results = reply.web?.results ?? []
        return Promise.all(
          results.slice(0, limit).map(async ({ title, url: source, description, extra_snippets: more }) => ({
            title: await decodeEntities(removeTags(title)),
            source,
            text: await decodeEntities(removeTags([description, ...more].join('\n'))),
          })),
        )
      },
    }
  },
}

const shorten = (query: string): string => {
  const words = query.trim().split(/\s+/).slice(0, MAX_QUERY_WORDS)
  while (words.length > 1 && words.join(' ').length > MAX_QUERY_CHARACTERS) words.pop()
  return words.join(' ').slice(0, MAX_QUERY_CHARACTERS)
}

function keyIn(env: RetrieverNeeds['env']): string {
  const key = env[KEY_VARIABLE]?.trim()
  if (key && /^[\x21-\x7e]{8,}$/.test(key)) return key
  throw new ConfigError(
    key ? `${KEY_VARIABLE} is not a key` : `retriever web needs a key, and ${KEY_VARIABLE} is not set`,
    `set ${KEY_VARIABLE}, or remove the retriever`,
  )
}

function addressIn(env: RetrieverNeeds['env']): string | undefined {
  const given = env['BRAVE_BASE_URL']?.trim()
  if (!given) return undefined
  const checked = httpUrl.safeParse(given)
  if (checked.success) return checked.data
  throw new ConfigError(`BRAVE_BASE_URL: ${checked.error.issues[0]?.message}`, `for example ${DEFAULT_URL}`)
}

/** Searches Wikipedia through the API of MediaWiki (https://www.mediawiki.org/wiki/API:Search). */
import * as z from 'zod'
import type { RetrieverDefinition } from './definition.ts'
import { decodeEntities, removeTags } from './markup.ts'
import { createSearchSite, parseSiteJson, retrievalError } from './search-site.ts'
import { anyOfWords, searchWords } from './search-words.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

/** MediaWiki refuses longer queries. */
const MAX_QUERY_CHARACTERS = 300

const options = lazyStrictObject(() => ({
  language: z
    .string()
    .regex(/^[a-z][a-z-]{1,20}$/, 'must be the code of a Wikipedia, for example en')
    .default('en')
    .describe('the Wikipedia that is searched, by its code'),
  baseUrl: httpUrl.optional().describe('address of the API (default: that of the Wikipedia)'),
}))

const replyShape = lazyObject(() => ({
  error: z.object({ info: z.string() }).optional(),
  query: z
    .object({
      search: z
        .array(z.object({ pageid: z.number(), title: z.string(), snippet: z.string().default('') }))
        .default([]),
      pages: z
        .array(
          z.object({ pageid: z.number(), extract: z.string().default(''), fullurl: z.string().optional() }),
        )
        .default([]),
    })
    .optional(),
}))

export const wikipedia: RetrieverDefinition<typeof options> = {
  name: 'wikipedia',
  summary: 'searches Wikipedia: the introduction of an article and where the words occur',
  options,
  create({ language, baseUrl = `https://${language}.wikipedia.org/w/api.php` }, { fetch }) {
    const get = createSearchSite({ name: 'wikipedia', fetch })
    return {
      name: 'wikipedia',
      async retrieve(query, limit, scope) {
        const words = anyOfWords(searchWords(query), (word) => word, MAX_QUERY_CHARACTERS)
        if (words === '') return []
        const text = await get(requestUrl(baseUrl, words, limit), scope)
        const { error, query: found } = parseSiteJson('wikipedia', text, replyShape)
        if (error) throw retrievalError('wikipedia', error.info)
        const pages = new Map(found?.pages.map((page) => [page.pageid, page]))
        return Promise.all(
          (found?.search ?? []).slice(0, limit).map(async ({ pageid, title, snippet }) => {
            const { extract = '', fullurl } = pages.get(pageid) ?? {}
            const occurrence = await decodeEntities(removeTags(snippet))
            const source = fullurl ?? new URL(`/?curid=${pageid}`, baseUrl).href
            return { title, source, text: [extract, occurrence].filter(Boolean).join('\n') }
          }),
        )
      },
    }
  },
}

/** `list=search` returns the order and the snippets; `generator=search` adds the introductions of the same pages. */
function requestUrl(baseUrl: string, words: string, limit: number): URL {
  const url = new URL(baseUrl)
  const parameters = {
    action: 'query',
    format: 'json',
    formatversion: '2',
    list: 'search',
    srsearch: words,
    srlimit: String(limit),
    generator: 'search',
    gsrsearch: words,
    gsrlimit: String(limit),
    prop: 'extracts|info',
    exintro: '1',
    explaintext: '1',
    exlimit: 'max',
    inprop: 'url',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}

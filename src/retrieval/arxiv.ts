/** Searches the abstracts of arXiv (https://info.arxiv.org/help/api/user-manual.html). */
import type { Passage } from '../core/ports.ts'
import type { RetrieverDefinition } from './definition.ts'
import { createSearchSite, retrievalError } from './search-site.ts'
import { anyOfWords, searchWords } from './search-words.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

/** The terms of use allow one request every three seconds. */
const INTERVAL_MS = 3000
const MAX_QUERY_CHARACTERS = 500
const DEFAULT_URL = 'https://export.arxiv.org/api'

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl.optional().describe(`address of the API (default: ${DEFAULT_URL})`),
}))

export const arxiv: RetrieverDefinition<typeof options> = {
  name: 'arxiv',
  summary: 'searches the titles and abstracts of arXiv, one request every three seconds',
  options,
  create({ baseUrl = DEFAULT_URL }, { fetch }) {
    const get = createSearchSite({ name: 'arxiv', fetch, intervalMs: INTERVAL_MS })
    return {
      name: 'arxiv',
      async retrieve(query, limit, scope) {
        const words = anyOfWords(searchWords(query), (word) => `all:${word}`, MAX_QUERY_CHARACTERS)
        if (words === '') return []
        const url = new URL(`${baseUrl.replace(/\/+$/, '')}/query`)
        url.searchParams.set('search_query', words)
        url.searchParams.set('max_results', String(limit))
        url.searchParams.set('sortBy', 'relevance')
        const passages = await readFeed(await get(url, scope))
        // The API reports its errors as an entry of status 200.
        const error = passages.find(({ source }) => source.includes('/api/errors'))
        if (error) throw retrievalError('arxiv', error.text)
        return passages.slice(0, limit)
      },
    }
  },
}

const FIELDS: Readonly<Record<string, keyof Passage>> = { id: 'source', title: 'title', summary: 'text' }

/** The entries of an Atom feed. */
async function readFeed(xml: string): Promise<readonly Passage[]> {
  const { SaxesParser } = await import('saxes')
  const parser = new SaxesParser()
  const entries: Record<keyof Passage, string>[] = []
  const path: string[] = []
  let root: string | undefined
  parser.on('opentag', ({ name }) => {
    root ??= name
    if (name === 'entry') entries.push({ title: '', source: '', text: '' })
    path.push(name)
  })
  parser.on('closetag', () => void path.pop())
  parser.on('text', (text) => {
    const field = path.at(-2) === 'entry' ? FIELDS[path.at(-1) ?? ''] : undefined
    const entry = entries.at(-1)
    if (field && entry) entry[field] += text
  })
  parser.on('error', (error) => {
    throw retrievalError('arxiv', 'the site did not answer with a feed', undefined, error)
  })
  parser.write(xml).close()
  if (root !== 'feed') throw retrievalError('arxiv', 'the site did not answer with a feed')
  const clean = (text: string) => text.trim().replace(/\s+/g, ' ')
  return entries.map(({ title, source, text }) => ({
    title: clean(title),
    source: clean(source),
    text: clean(text),
  }))
}

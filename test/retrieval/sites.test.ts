import { afterEach, describe, expect, it } from 'vitest'
import type { Retriever } from '../../src/core/ports.ts'
import { arxiv } from '../../src/retrieval/arxiv.ts'
import type { RetrieverDefinition } from '../../src/retrieval/definition.ts'
import { createSearchSite } from '../../src/retrieval/search-site.ts'
import { web } from '../../src/retrieval/web.ts'
import { wikipedia } from '../../src/retrieval/wikipedia.ts'
import { testScope } from '../helpers/scope.ts'
import { realTime, recordedSite, recording, type Reply } from './recorded-site.ts'

type Site = Awaited<ReturnType<typeof recordedSite>>
const sites: Site[] = []
afterEach(() => sites.splice(0).forEach(({ close }) => close()))
const open = async (...replies: readonly Reply[]): Promise<Site> => {
  const site = await recordedSite(...replies)
  sites.push(site)
  return site
}
const KEY = 'brave-key-0123456789'
const create = async (definition: RetrieverDefinition, options: object, env = {}): Promise<Retriever> =>
  definition.create(definition.options.parse(options), {
    env: { BRAVE_API_KEY: KEY, ...env },
    fetch: () => Promise.resolve(globalThis.fetch),
    warn: () => undefined,
  })
const ask = async (
  definition: RetrieverDefinition,
  site: Site,
  query = 'The efficiency of a heat pump is 3.',
) => (await create(definition, { baseUrl: site.baseUrl })).retrieve(query, 5, realTime())

describe('wikipedia', () => {
  it('returns introductions and the places where the words occur, in the order of the search', async () => {
    const site = await open({ body: recording('wikipedia.json') })
    expect(await ask(wikipedia, site)).toEqual([
      {
        title: 'Heat pump',
        source: 'https://en.wikipedia.org/wiki/Heat_pump',
        text: 'A heat pump is a device that transfers heat.\nA heat pump moves about 3\u00a0kWh & more of heat',
      },
      {
        title: 'Coefficient of performance',
        source: 'https://en.wikipedia.org/wiki/Coefficient_of_performance',
        text: 'The coefficient of performance is a ratio.\nThe "COP" of a pump',
      },
    ])
    const { searchParams } = site.requests[0]?.url ?? new URL('http://none')
    expect(searchParams.get('srsearch')).toBe('efficiency OR heat OR pump OR 3')
    expect(searchParams.get('gsrlimit')).toBe('5')
  })

  it('returns no more passages than asked for, even if the site does', async () => {
    const site = await open({ body: recording('wikipedia.json') })
    const retriever = await create(wikipedia, { baseUrl: site.baseUrl })
    expect(await retriever.retrieve('heat pump', 1, realTime())).toHaveLength(1)
  })

  it('finds nothing if the site finds nothing', async () => {
    expect(
      await ask(wikipedia, await open({ body: '{"batchcomplete":true,"query":{"search":[]}}' })),
    ).toEqual([])
  })

  it('fails if the site reports an error with status 200', async () => {
    const body = '{"error":{"code":"srsearch-disabled","info":"the search is disabled"}}'
    await expect(ask(wikipedia, await open({ body }))).rejects.toMatchObject({
      code: 'retrieval',
      message: 'wikipedia: the search is disabled',
    })
  })
})

describe('arxiv', () => {
  it('returns titles and abstracts', async () => {
    const site = await open({ body: recording('arxiv.xml') })
    const passages = await ask(arxiv, site, 'Self-RAG retrieves')
    expect(passages).toEqual([
      {
        title: 'Self-RAG: Learning to Retrieve, Generate, and Critique through Self-Reflection',
        source: 'http://arxiv.org/abs/2310.11511v1',
        text: 'Large language models (LLMs) often produce responses containing factual inaccuracies & rely solely on the parametric knowledge they encapsulate.',
      },
      expect.objectContaining({ source: 'http://arxiv.org/abs/2005.11401v4' }),
    ])
    expect(site.requests[0]?.url.pathname).toBe('/api/query')
    expect(site.requests[0]?.url.searchParams.get('search_query')).toBe(
      'all:self OR all:rag OR all:retrieves',
    )
  })

  it('fails if the feed is an error', async () => {
    await expect(ask(arxiv, await open({ body: recording('arxiv-error.xml') }))).rejects.toThrow(
      'arxiv: max_results must be an integer',
    )
  })

  it.each(['', 'Rate exceeded.', '<html><body>503</body></html>', '<feed><entry>'])(
    'fails if the answer is %j',
    async (body) => {
      await expect(ask(arxiv, await open({ body }))).rejects.toMatchObject({ code: 'retrieval' })
    },
  )
})

describe('web', () => {
  it('returns descriptions and snippets, and sends the key in a header only', async () => {
    const site = await open({ body: recording('web.json') })
    expect(await ask(web, site)).toEqual([
      {
        title: 'Heat pumps & efficiency',
        source: 'https://example.org/pumps',
        text: 'A heat pump moves 3 kWh of heat for 1 kWh of electricity.\nIn winter the ratio falls to 2.',
      },
      { title: 'Another', source: 'https://example.org/other', text: 'Nothing more.' },
    ])
    const { url, headers } = site.requests[0] ?? { url: new URL('http://none'), headers: {} }
    expect(url.pathname).toBe('/api/web/search')
    expect(url.href).not.toContain(KEY)
    expect(headers['x-subscription-token']).toBe(KEY)
  })

  it('takes its address from BRAVE_BASE_URL, and from its options before that', async () => {
    const site = await open({ body: '{"type":"search"}' })
    const env = { BRAVE_BASE_URL: site.baseUrl }
    expect(await (await create(web, {}, env)).retrieve('pump', 5, realTime())).toEqual([])
    const other = await open({ body: '{"type":"search"}' })
    await (await create(web, { baseUrl: other.baseUrl }, env)).retrieve('pump', 5, realTime())
    expect([site.requests.length, other.requests.length]).toEqual([1, 1])
  })

  it.each([
    [{ BRAVE_API_KEY: undefined }, /BRAVE_API_KEY is not set/],
    [{ BRAVE_API_KEY: 'two words of it' }, /BRAVE_API_KEY is not a key/],
    [{ BRAVE_BASE_URL: 'ftp://site' }, /BRAVE_BASE_URL: must start/],
  ])('needs %j', async (env, message) => {
    await expect(create(web, {}, env)).rejects.toThrow(message)
  })
})

describe('a site that fails', () => {
  it.each([
    [401, 1],
    [404, 1],
    [302, 1],
  ])('of status %i is asked %i time', async (status, times) => {
    const site = await open({ status, body: recording('web.json') })
    const failure = ask(web, site)
    await expect(failure).rejects.toMatchObject({
      code: 'retrieval',
      message: `web: the site answered with status ${status}`,
    })
    await expect(failure).rejects.not.toThrow(KEY)
    expect(site.requests).toHaveLength(times)
  })

  it.each(['<html>', '[]', '{"web":{"results":[{"title":1}]}}', 'null'])(
    'with %j is no evidence',
    async (body) => {
      await expect(ask(web, await open({ body }))).rejects.toMatchObject({ code: 'retrieval' })
    },
  )

  it('is asked again after the time that it names, at most three times, within its pace', async () => {
    const scope = testScope()
    const times: number[] = []
    const replies = [
      new Response('', { status: 429, headers: { 'retry-after': '20' } }),
      new Response('', { status: 503 }),
    ]
    const fetch = async () => {
      times.push(scope.clock.now())
      return replies[times.length - 1] ?? new Response('found')
    }
    const get = createSearchSite({ name: 'site', fetch: () => Promise.resolve(fetch), intervalMs: 3000 })
    expect(await get(new URL('http://site'), scope)).toBe('found')
    expect(times).toEqual([0, 20_000, 23_000])
    await Promise.all([get(new URL('http://site'), scope), get(new URL('http://site'), scope)])
    expect(times.slice(3)).toEqual([26_000, 29_000])
  })

  it('is given up if it asks for more than 30 s', async () => {
    const site = await open({ status: 429, headers: { 'retry-after': '31' } })
    await expect(ask(web, site)).rejects.toThrow('the site answered with status 429')
    expect(site.requests).toHaveLength(1)
  })

  it('is given up when the run is aborted, or when it does not answer within 30 s', async () => {
    const scope = testScope()
    const hangs = (_: unknown, { signal }: RequestInit = {}) =>
      new Promise<Response>((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      )
    const get = createSearchSite({ name: 'site', fetch: () => Promise.resolve(hangs) })
    await expect(get(new URL('http://site'), scope)).rejects.toThrow('no answer within 30 s')
    const reason = new Error('stopped')
    const waiting = get(new URL('http://site'), scope)
    setImmediate(() => scope.abort(reason))
    await expect(waiting).rejects.toBe(reason)
  })
})

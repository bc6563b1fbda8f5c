import { utimesSync, writeFileSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Retriever } from '../../src/core/ports.ts'
import { documents } from '../../src/retrieval/documents/documents.ts'
import { splitIntoPassages } from '../../src/retrieval/documents/passages.ts'
import { withPassageCache } from '../../src/retrieval/with-passage-cache.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { memoryCache } from '../helpers/memory-cache.ts'
import { testScope } from '../helpers/scope.ts'

const folder = temporaryFolder()
const warnings: string[] = []
const openFolder = async (path: string): Promise<Retriever> =>
  documents.create(
    { folder: path },
    { env: {}, fetch: () => Promise.reject(new Error()), warn: (line) => void warnings.push(line) },
  )
const find = async (path: string, query: string, limit = 5) =>
  (await openFolder(path)).retrieve(query, limit, testScope())

folder.write(
  'docs/pumps.md',
  '# Pumps\n\nA heat pump moves heat.\n\n## Efficiency\n\nIts coefficient of performance is 3.\n\n```\n# no heading\n```\n',
)
folder.write(
  'docs/deep/solar.html',
  '<html><head><title>x</title><style>p{}</style></head><body><h1>Solar &amp; caf&eacute;</h1><script>pump()</script><p>A panel   saves 300 dollars.</p><p>It has <b>no</b> moving parts \\*.</p></body></html>',
)
folder.write('docs/notes.txt', '\ufeff# not a heading\nWind turbines turn at night, too.')
folder.write('docs/日本.txt', '東京タワーの高さは三百三十三メートルです。')
folder.write('docs/.hidden.md', 'A heat pump is hidden.')
folder.write('docs/node_modules/a/readme.md', 'A heat pump is a package.')
folder.write('docs/image.txt', 'heat pump \0')
folder.write('docs/photo.jpg', 'heat pump')
folder.write('photos/photo.jpg', '')
folder.write('outside.md', 'A heat pump is outside.')
symlinkSync(folder.path('outside.md'), folder.path('docs/link.md'))
writeFileSync(
  folder.path('docs/latin.txt'),
  Buffer.from('Ein K\xfchlschrank ist eine W\xe4rmepumpe.', 'latin1'),
)

describe('documents', () => {
  it.each([
    [
      'The coefficient of performance of pumps is 4.',
      'pumps.md',
      'Efficiency',
      'Its coefficient of performance is 3.',
    ],
    ['How much does a panel save?', 'deep/solar.html', 'Solar & café', 'A panel saves 300 dollars.'],
    ['turbine', 'notes.txt', 'notes.txt', 'Wind turbines turn at night'],
    ['東京タワーは高い', '日本.txt', '日本.txt', '東京タワー'],
    ['Kuhlschrank', 'latin.txt', 'latin.txt', 'Kühlschrank'],
  ])('find for %j first %s', async (query, source, title, text) => {
    const [first] = await find(folder.path('docs'), query)
    expect(first).toMatchObject({ source, title })
    expect(first?.text).toContain(text)
  })

  it('are text, Markdown and HTML that is neither hidden, linked, installed nor binary', async () => {
    const hits = await find(folder.path('docs'), 'heat pump', 20)
    expect(new Set(hits.map(({ source }) => source))).toEqual(new Set(['pumps.md']))
    expect(warnings.at(-1)).toContain('image.txt is not searched: it does not contain text')
  })

  it.each(['"', 'NOT', 'a AND (b', '*', '', '   ', 'NEAR(x y)', 'title:pump"'])(
    'are asked for %j without a fault',
    async (query) => {
      await expect(find(folder.path('docs'), query)).resolves.toBeInstanceOf(Array)
    },
  )

  it('rank passages that have more of the rare words first, and return at most the limit', async () => {
    const hits = await find(folder.path('docs'), 'heat pump', 1)
    expect(hits).toHaveLength(1)
  })

  it.each([
    [folder.path('missing'), 'there is no folder'],
    [folder.path('outside.md'), 'is not a folder'],
    [folder.path('photos'), 'contains no documents'],
  ])('are refused: %s', async (path, message) => {
    await expect(openFolder(path)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(message) as string,
    })
  })
})

describe('passages', () => {
  const split = (text: string) => splitIntoPassages({ text, hasHeadings: true }, 'a.md')

  it('have at most 1,200 characters, end with sentences, and lose nothing', () => {
    const sentence = 'This is one sentence of the long text. '
    const passages = split(sentence.repeat(200))
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(1200)
    expect(passages.every(({ text }) => text.endsWith('.'))).toBe(true)
    expect(passages.map(({ text }) => text).join(' ')).toBe(sentence.repeat(200).trim())
  })

  it('are split in a text without spaces, too', () => {
    expect(split('字'.repeat(3000)).map(({ text }) => text.length)).toEqual([1200, 1200, 600])
  })

  it('take no heading from code', () => {
    expect(split('# A\n\n```\n# b\n```')).toEqual([{ title: 'A', source: 'a.md', text: '```\n# b\n```' }])
  })
})

describe('the cache of passages', () => {
  const counted = (state = 'one') => {
    const queries: string[] = []
    const retriever: Retriever = {
      name: 'documents',
      state: () => Promise.resolve(state),
      async retrieve(query) {
        queries.push(query)
        if (query === 'down') throw new Error('down')
        return [{ title: 't', source: 's', text: query }]
      },
    }
    return { queries, retriever }
  }

  it('looks a query up once, unless tool, query, limit or the state of the documents differ', async () => {
    const cache = memoryCache()
    const { queries, retriever } = counted()
    const ask = async (
      query: string,
      limit: number,
      options: object = {},
      inner = retriever,
      refresh = false,
    ) =>
      withPassageCache(inner, { cache, refresh, options: { name: 'documents', ...options } }).retrieve(
        query,
        limit,
        testScope(),
      )
    expect(await ask('a', 5)).toEqual(await ask('a', 5))
    expect(queries).toEqual(['a'])
    await ask('b', 5)
    await ask('a', 6)
    await ask('a', 5, { folder: 'other' })
    expect(queries).toEqual(['a', 'b', 'a', 'a'])
    const changed = counted('two')
    await ask('a', 5, {}, changed.retriever)
    expect(changed.queries).toEqual(['a'])
    await ask('a', 5, {}, retriever, true)
    expect(queries).toHaveLength(5)
  })

  it('keeps no failure', async () => {
    const { queries, retriever } = counted()
    const cached = withPassageCache(retriever, {
      cache: memoryCache(),
      refresh: false,
      options: { name: 'x' },
    })
    await expect(cached.retrieve('down', 5, testScope())).rejects.toThrow('down')
    await expect(cached.retrieve('down', 5, testScope())).rejects.toThrow('down')
    expect(queries).toHaveLength(2)
  })

  it('knows when a document has changed', async () => {
    folder.write('changing/a.md', 'One.')
    const before = await (await openFolder(folder.path('changing'))).state?.()
    expect(await (await openFolder(folder.path('changing'))).state?.()).toBe(before)
    folder.write('changing/a.md', 'Two.')
    utimesSync(folder.path('changing/a.md'), 1, 1)
    expect(await (await openFolder(folder.path('changing'))).state?.()).not.toBe(before)
  })
})

import { symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { recordedSite, recording } from '../retrieval/recorded-site.ts'

const folder = temporaryFolder()
folder.write('project/docs/pumps.md', '# Pumps\n\nA heat pump moves heat from outside into a house.\n')
folder.write('elsewhere/private.md', 'A private document about a heat pump.')
symlinkSync(folder.path('elsewhere'), folder.path('project/link'))
let site: Awaited<ReturnType<typeof recordedSite>>
beforeAll(async () => {
  site = await recordedSite({ body: recording('wikipedia.json') })
})
afterAll(() => site.close())

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  sifaka([...args], {
    cwd: folder.path('project'),
    env: { XDG_DATA_HOME: folder.path('data'), XDG_CACHE_HOME: folder.path('cache'), ...env },
  })
const improve = (...args: readonly string[]) =>
  run(['improve', 'Explain heat pumps', '-m', 'sim:writer', '-n', '1', '--format', 'json', ...args])
const SELF_RAG = ['--critic', 'self-rag']

interface Result {
  readonly critiques: readonly { readonly critic: string; readonly feedback: string }[]
  readonly failures: readonly { readonly role: string; readonly message: string }[]
}

describe('self-rag', () => {
  it('looks claims up in the documents of --docs', async () => {
    const { stdout, stderr } = await improve(...SELF_RAG, '--docs', 'docs')
    const { critiques } = JSON.parse(stdout) as Result
    expect(critiques[0], stderr).toMatchObject({
      critic: 'self-rag',
      feedback: expect.stringMatching(/[1-9]\d* claims? looked up/) as string,
    })
  })

  it('looks claims up at a site, once for each claim of all runs', async () => {
    const config = folder.write('sites.json', { retrievers: [{ name: 'wikipedia', baseUrl: site.baseUrl }] })
    const { stdout, stderr } = await improve(...SELF_RAG, '-c', config)
    expect((JSON.parse(stdout) as Result).critiques, stderr).toHaveLength(1)
    const asked = site.requests.length
    expect(asked).toBeGreaterThan(0)
    await improve(...SELF_RAG, '-c', config)
    expect(site.requests).toHaveLength(asked)
  })

  it('has no opinion if the site is down: that is a failure, and no evidence', async () => {
    const config = folder.write('down.json', {
      retrievers: [{ name: 'wikipedia', baseUrl: 'http://127.0.0.1:9/api' }],
    })
    const { code, stdout } = await improve(...SELF_RAG, '-c', config, '--no-cache')
    const { critiques, failures } = JSON.parse(stdout) as Result
    expect(critiques).toEqual([])
    expect(failures).toMatchObject([
      { role: 'critic', message: expect.stringContaining('wikipedia: no answer from 127.0.0.1:9') as string },
    ])
    expect(code).toBe(1)
  })

  it.each<[string, string[], RegExp]>([
    ['nothing to look claims up in', [], /nothing to look claims up in/],
    ['no such folder', ['--docs', 'missing'], /there is no folder .*missing/],
    ['no key', ['--retriever', 'web'], /BRAVE_API_KEY is not set/],
    ['an unknown retriever', ['--retriever', 'wikipdia'], /did you mean "wikipedia"/],
    ['two folders', ['--docs', 'docs', '--docs', 'docs'], /--docs/],
  ])('is refused with %s', async (_, args, message) => {
    const { code, stderr } = await improve(...SELF_RAG, ...args)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })

  it('is missed if documents are given that no critic asks', async () => {
    expect((await improve('--docs', 'docs')).stderr).toContain(
      'documents: not used, since no critic looks anything up',
    )
  })
})

describe('a settings file found in a project', () => {
  const found = async (settings: object) => {
    folder.write('project/sifaka.config.json', settings)
    return run(['config', 'check'])
  }

  it.each([
    [{ retrievers: [{ name: 'wikipedia', baseUrl: 'http://127.0.0.1:9/api' }] }],
    [{ retrievers: ['web:baseUrl=https://example.org'] }],
    [{ docs: '../elsewhere' }],
    [{ docs: '/' }],
    [{ docs: 'link' }],
    [{ retrievers: ['documents:folder=../elsewhere'] }],
    [{ profiles: { mine: { docs: '../elsewhere' } } }],
  ])('needs trust for %j', async (settings) => {
    const { code, stderr } = await found({ model: 'sim:writer', ...settings })
    expect(stderr).toContain('allowed only in a settings file that you name')
    expect(code).toBe(2)
  })

  it('may name sites and documents of its own folder', async () => {
    const settings = { model: 'sim:writer', docs: 'docs', retrievers: ['wikipedia'] }
    expect((await found({ ...settings, critics: ['self-rag'] })).stderr).toMatch(/^sifaka: .*: no problems/)
  })
})

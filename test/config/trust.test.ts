/** What a settings file that was found by search may say about providers. */
import { symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInRegistry } from '../../src/config/registry.ts'
import { refuseUntrusted } from '../../src/config/trust.ts'
import { namedProviders } from '../../src/providers/index.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const LOCAL = 'http://127.0.0.1:8000/v1'
const registry = builtInRegistry()
const check = (content: object) => () => refuseUntrusted(content, 'found.json', registry)

describe('a settings file that was found by search', () => {
  it.each<[string, object, string]>([
    ['an address of this machine', { vllm: { baseUrl: LOCAL } }, 'vllm decides where an API key is sent'],
    ['another address', { mine: { baseUrl: 'https://x.example' } }, 'mine decides where an API key is sent'],
    [
      'the address of a preset',
      { gemini: { baseUrl: 'https://x.example' } },
      'gemini decides where an API key is sent',
    ],
    ['a key', { mine: { baseUrl: LOCAL, apiKeyEnv: 'AWS_SECRET' } }, 'mine decides where an API key is sent'],
    [
      'a command',
      { mine: { baseUrl: LOCAL, keyCommand: 'rm -r ~' } },
      'mine.keyCommand is a command that sifaka would run',
    ],
    [
      'a command of a preset',
      { vertex: { keyCommand: 'rm -r ~' } },
      'vertex.keyCommand is a command that sifaka would run',
    ],
    ['certificates', { gemini: { tls: { ca: 'mine.pem' } } }, 'gemini.tls decides which servers are trusted'],
    [
      'a variable in a header',
      { mine: { baseUrl: LOCAL, headers: { a: 'b ${AWS_SECRET}' } } },
      'mine decides where an API key is sent',
    ],
    [
      'a variable in the URL',
      { vllm: { query: { a: '${AWS_SECRET}' } } },
      'vllm decides where an API key is sent',
    ],
    [
      'the account of a preset',
      { openrouter: { headers: { authorization: 'Bearer x' } } },
      'openrouter decides which account receives prompts',
    ],
    [
      'the project of a preset',
      { gemini: { query: { project: 'x' } } },
      'gemini decides which account receives prompts',
    ],
  ])('may not name %s', (_, providers, problem) => {
    const message = `found.json: providers.${problem}, which is allowed only in a settings file that you name`
    expect(check({ providers })).toThrow(message)
    expect(check({ profiles: { other: { providers } } })).toThrow(message)
  })

  it.each<[string, object]>([
    [
      'headers of a preset on this machine',
      { vllm: { headers: { a: 'b' }, query: { c: 'd' }, body: { top_k: 4 } } },
    ],
    ['fields and limits of a preset', { gemini: { body: { top_k: 4 }, limit: 3, structured: 'none' } }],
  ])('may name %s', (_, providers) => {
    expect(check({ providers })).not.toThrow()
  })
})

it('a queue elsewhere needs trust, since prompts are sent there', () => {
  expect(check({ queue: 'redis://x.example' })).toThrow('queue decides where prompts are sent')
  expect(check({ queue: 'redis://127.0.0.1:6379' })).not.toThrow()
})

describe('the store in a settings file that was found by search', () => {
  it.each<[object | string, string]>([
    [{ name: 'postgresql', url: 'postgres://x.example/y' }, 'store.url decides where thoughts are sent'],
    [{ name: 'files', path: '../elsewhere' }, 'store.path is outside of the folder of the file'],
    [{ name: 'sqlite', path: '/tmp/thoughts.sqlite' }, 'store.path is outside of the folder of the file'],
    [
      { layers: ['memory', { name: 'redis', url: 'redis://x' }] },
      'store.url decides where thoughts are sent',
    ],
    ['files:path=/tmp', 'store.path is outside of the folder of the file'],
  ])('%j needs trust', (store, problem) => {
    expect(check({ store })).toThrow(problem)
    expect(check({ profiles: { mine: { store } } })).toThrow(problem)
  })

  it.each([
    true,
    false,
    'files:path=thoughts',
    { name: 'sqlite', path: './data/thoughts.sqlite' },
    'postgresql',
  ])('%j needs no trust', (store) => {
    expect(check({ store })).not.toThrow()
  })
})

describe('a link in the folder of a settings file that was found by search', () => {
  const folder = temporaryFolder()
  const settings = folder.write('project/found.json', {})
  const outside = folder.write('outside/file', '')
  const link = (name: string, target: string) => symlinkSync(target, folder.path(`project/${name}`))
  link('folder', dirname(outside))
  link('new', folder.path('outside/new.sqlite'))
  link('inside', 'data')
  const checkLinked = (content: object) => () => refuseUntrusted(content, settings, registry)

  it.each<[string, (place: string) => object]>([
    ['the store', (path) => ({ store: { name: 'sqlite', path } })],
    ['a cache', (path) => ({ cache: [{ name: 'files', path }] })],
    ['the documents', (docs) => ({ docs })],
  ])('takes %s out of the folder only with trust', (_, content) => {
    for (const place of ['folder', './folder/not/yet', 'new', join(folder.path('project'), 'folder')]) {
      expect(checkLinked(content(place)), place).toThrow(/outside|decides where files/)
    }
    expect(checkLinked(content('inside'))).not.toThrow()
    expect(checkLinked(content('data/not/yet'))).not.toThrow()
  })
})

describe('the prices in a settings file that was found by search', () => {
  const luna = namedProviders.find(({ name }) => name === 'openai')!.prices['gpt-6-luna']!
  const { input, output } = luna
  const folder = temporaryFolder()

  it.each<[string, string, object]>([
    ['of input', 'openai:gpt-6-luna', { input: input / 2, output }],
    ['of output', 'openai:gpt-6-luna', { input, output: 0 }],
    ['of cached input', 'openai:gpt-6-luna', { input, output, cachedInput: 0 }],
    [
      'of long requests',
      'openai:gpt-6-luna',
      { input, output, above: [{ inputTokens: 9, input: 0, output }] },
    ],
    ['of a snapshot', 'openai:gpt-6-luna-2026-09-22', { input: 0, output }],
    ['of all snapshots', 'openai:gpt-4o', { input: 2.5, output: 10 }],
  ])('need trust if they are lower than those of the list: %s', (_, name, price) => {
    const problem = `${name} has a lower price than in sifaka's list`
    const prices = { [name]: price }
    expect(check({ prices })).toThrow(`found.json: prices: ${problem}`)
    expect(check({ profiles: { mine: { prices } } })).toThrow(problem)
    expect(check({ pricesFile: folder.write('prices.json', prices) })).toThrow(`pricesFile: ${problem}`)
  })

  it.each<[string, string, object]>([
    ['higher', 'openai:gpt-6-luna', { input: 10 * input, output: 10 * output }],
    ['those of the list', 'openai:gpt-6-luna', luna],
    ['of a model that is not in the list', 'openai:gpt-99', { input: 1, output: 1 }],
    ['of a simulated model', 'sim:writer', { input: 1, output: 1 }],
  ])('need no trust if they are %s', (_, name, price) => {
    expect(check({ prices: { [name]: price } })).not.toThrow()
  })
})

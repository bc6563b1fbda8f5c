import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { groq } from '../../src/providers/groq.ts'
import { ollama } from '../../src/providers/ollama.ts'
import { openai } from '../../src/providers/openai.ts'
import type { ProviderNeeds } from '../../src/providers/provider.ts'
import { testScope } from '../helpers/scope.ts'

type Env = ProviderNeeds['env']
const KEY = 'sk-0123456789'
const needs = (env: Env): ProviderNeeds => ({
  name: 'mine',
  env,
  fetch: () => Promise.reject(new Error('nothing may be sent')),
})

const baseUrl = 'https://example.com/v1'
const creators: readonly [string, (env: Env) => unknown][] = [
  ['OPENAI_API_KEY', (env) => openai.create({}, needs(env))],
  ['ANTHROPIC_API_KEY', (env) => anthropic.create({}, needs(env))],
  ['GROQ_API_KEY', (env) => groq.create({}, needs(env))],
  ['MY_KEY', (env) => compatible.create({ baseUrl, apiKeyEnv: 'MY_KEY', structured: 'none' }, needs(env))],
]

const errorOf = (work: () => unknown): ConfigError => {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('expected a ConfigError')
}

describe.each(creators)('%s', (variable, create) => {
  it('of fewer than eight characters is refused, since hiding it would cut words out of messages', () => {
    const error = errorOf(() => create({ [variable]: 'key' }))
    expect(error.message).toContain(`${variable} is too short for a key`)
  })

  it.each([[undefined], [''], [' \n']])(
    'is required when the provider is created: %j is reported with three ways to get a model',
    (key) => {
      const error = errorOf(() => create({ [variable]: key }))
      expect(error.message).toContain(`${variable} is not set`)
      expect(error.hint).toMatch(new RegExp(`set ${variable}.*ollama:.*sim:writer`))
    },
  )

  it.each([
    ['sk-secret one'],
    ['sk-secret\nsk-secret'],
    ['sk-sécret'],
    ['sk-secret\u200b'],
    ['“sk-secret”'],
    ['"sk-secret"'],
    ["'sk-secret'"],
  ])('is rejected if it is %j, without quoting it', (key) => {
    const error = errorOf(() => create({ [variable]: key }))
    expect(error.message).toContain(variable)
    expect(`${error.message} ${error.hint}`).not.toMatch(/sk-s/)
  })

  it('may end in a line break, like the content of a file', () => {
    expect(create({ [variable]: 'sk-secret\n' })).toHaveProperty('model')
  })
})

describe('a base URL', () => {
  it.each([
    ['OPENAI_BASE_URL', 'ftp://example.com'],
    ['OPENAI_BASE_URL', 'example.com'],
    ['OPENAI_BASE_URL', 'https://'],
    ['OPENAI_BASE_URL', 'https://user:password@example.com/v1'],
    ['OPENAI_BASE_URL', 'https://example.com/v1?key=1'],
    ['ANTHROPIC_BASE_URL', 'nonsense'],
    ['GROQ_BASE_URL', 'nonsense'],
    ['OLLAMA_HOST', 'http://[oops'],
  ])('%s=%s is rejected', (variable, value) => {
    const definition = { OPENAI: openai, ANTHROPIC: anthropic, GROQ: groq, OLLAMA: ollama }[
      variable.split('_')[0] ?? ''
    ]
    const env = { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GROQ_API_KEY: KEY, [variable]: value }
    const error = errorOf(() => definition?.create({}, needs(env)))
    expect(error.message).toMatch(new RegExp(`^${variable}: must `))
    expect(error.message).not.toContain('password@')
  })

  it('of the settings is checked as well', () => {
    expect(openai.options.safeParse({ baseUrl: 'https://u:p@example.com' }).success).toBe(false)
    expect(compatible.options.safeParse({}).success).toBe(false)
    expect(compatible.options.parse({ baseUrl })).toEqual({ baseUrl })
  })
})

/** The address as Ollama's own client computes it. */
describe('OLLAMA_HOST', () => {
  it.each([
    [undefined, 'http://127.0.0.1:11434'],
    ['', 'http://127.0.0.1:11434'],
    [' ', 'http://127.0.0.1:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
    [':11434', 'http://127.0.0.1:11434'],
    [':8080', 'http://127.0.0.1:8080'],
    [':0', 'http://127.0.0.1:0'],
    ['gpu-box', 'http://gpu-box:11434'],
    ['gpu-box:', 'http://gpu-box:11434'],
    ['gpu-box:80', 'http://gpu-box'],
    ['gpu-box:66000', 'http://gpu-box:11434'],
    ['gpu-box:-1', 'http://gpu-box:11434'],
    ['gpu-box:http', 'http://gpu-box:11434'],
    ['gpu-box/ollama', 'http://gpu-box:11434/ollama'],
    ['::1', 'http://[::1]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['[::]:8080', 'http://[::1]:8080'],
    ['http://gpu-box', 'http://gpu-box'],
    ['http://:8080', 'http://127.0.0.1:8080'],
    ['http://gpu-box:8080/', 'http://gpu-box:8080'],
    ['http://gpu-box:66000', 'http://gpu-box'],
    ['https://gpu-box', 'https://gpu-box'],
    ['https://gpu-box:11434', 'https://gpu-box:11434'],
    ['https://gpu-box/ollama/', 'https://gpu-box/ollama'],
    [' "gpu-box:8080" ', 'http://gpu-box:8080'],
    ["'https://gpu-box'", 'https://gpu-box'],
  ])('%j means %s', async (host, expected) => {
    const urls: string[] = []
    const fetch: typeof globalThis.fetch = async (url) => {
      urls.push(new URL(url instanceof Request ? url.url : url).href)
      return Response.json({ choices: [{ message: { content: 'Hi.' } }] })
    }
    const provider = ollama.create(
      {},
      { name: 'ollama', env: { OLLAMA_HOST: host }, fetch: async () => fetch },
    )
    await provider.model('m').generate({ messages: [] }, testScope())
    expect(urls).toEqual([`${expected}/v1/chat/completions`])
  })
})

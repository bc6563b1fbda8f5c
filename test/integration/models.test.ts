import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { loopback, sendJson, type Loopback } from '../providers/loopback.ts'

const folder = temporaryFolder()
let server: Loopback

beforeAll(async () => void (server = await loopback()))
afterAll(() => server.close())
beforeEach(() => {
  server.received.length = 0
  offer([
    { id: 'gpt-6-luna' },
    { id: 'gpt-4o-mini-2024-07-18' },
    { id: 'gpt-6-sol', shutdown_date: '2020-02-02' },
  ])
})

const offer = (data: readonly object[]) => {
  server.reply = (response) => sendJson(response, { object: 'list', data })
}

const models = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  sifaka(['models', ...args], { env, cwd: folder.path('') })

const withKey = () => ({ OPENAI_API_KEY: 'key-0123456789', OPENAI_BASE_URL: `${server.origin}/v1` })

describe('sifaka models', () => {
  it('lists models with prices and lifetimes, and says of which day', async () => {
    const { code, stdout, stderr } = await models([])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^sifaka: list prices of \d{4}-\d\d-\d\d, in USD per million tokens\n$/,
      ) as string,
    })
    expect(stdout).toMatch(/^model +input +cached +output +long prompts +context +lifetime\n/)
    expect(stdout).toMatch(/^openai:gpt-6-luna +0.10 +0.01 +0.50 +0.20\/0.75 above 272K +1.05M$/m)
    expect(stdout).toMatch(/^groq:llama-3.1-8b-instant .* ended 2026-08-16$/m)
  })

  it('lists those of one provider, as JSON, with the prices of the settings', async () => {
    const config = folder.write('own.json', { prices: { 'openai:mine': { input: 1, output: 2 } } })
    const { code, stdout } = await models(['openai', '--json', '--config', config])
    const list = JSON.parse(stdout) as { models: { model: string; price: object }[] }
    expect(code).toBe(0)
    expect(list.models.every(({ model }) => model.startsWith('openai:'))).toBe(true)
    expect(list.models.find(({ model }) => model === 'openai:mine')?.price).toEqual({ input: 1, output: 2 })
  })

  it('knows which providers there are', async () => {
    const { code, stderr } = await models(['opnai'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'sifaka: no provider is called "opnai"\n  did you mean "openai"?\n',
    })
  })
})

describe('sifaka models --check', () => {
  it('asks the providers whose key is set, and says which it does not ask', async () => {
    const { code, stdout, stderr } = await models(['--check'], withKey())
    expect(server.received.map(({ url }) => url)).toEqual(['/v1/models'])
    expect(stderr).toContain(
      'sifaka: anthropic was not asked: Anthropic needs a key, and ANTHROPIC_API_KEY is not set\n',
    )
    expect(stderr).toContain('sifaka: groq was not asked')
    expect(stderr).not.toContain('openai was not asked')
    // A preset is not expected to be set up.
    expect(stderr).not.toContain('gemini')
    expect(stdout).toMatch(/^openai:gpt-6.1-sol .* not available$/m)
    expect(stdout).toMatch(/^openai:gpt-4o-mini .* 2027-01-14$/m)
    expect(stdout).toMatch(/^openai:gpt-6-sol .* ended 2020-02-02$/m)
    expect(stdout).not.toMatch(/^anthropic:.*not available/m)
    expect(code).toBe(0)
  })

  it.each([
    ['openai:gpt-6-luna', 0, undefined],
    ['openai:gpt-6-sol', 1, 'sifaka: openai:gpt-6-sol was shut down on 2020-02-02\n'],
    ['openai:gpt-9', 1, 'sifaka: openai:gpt-9 is not among the models of this account\n'],
    ['openai:gpt-4', 1, 'sifaka: openai:gpt-4 was shut down on 2026-10-23; use openai:gpt-6.1-sol\n'],
    ['sim:writer', 0, undefined],
  ])('with the model %s in the settings exits with %i', async (model, code, problem) => {
    const ran = await models(['openai', '--check'], { ...withKey(), SIFAKA_MODEL: model })
    expect(ran.code).toBe(code)
    if (problem === undefined) expect(ran.stderr).not.toContain(model)
    else expect(ran.stderr).toContain(problem)
  })

  it('exits with 3 if the host does not answer, and with 2 if it rejects the key', async () => {
    const closed = { ...withKey(), OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }
    expect((await models(['openai', '--check'], closed)).code).toBe(3)
    server.reply = (response) => sendJson(response, { error: { message: 'no' } }, { status: 401 })
    const { code, stderr } = await models(['openai', '--check'], withKey())
    expect(code).toBe(2)
    expect(stderr).toContain('openai list of models: 401 key rejected: no')
  })
})

it('config check warns of a model that is shut down', async () => {
  const config = folder.write('old.json', { model: 'openai:gpt-4', critics: [] })
  const { code, stderr } = await sifaka(['config', 'check', '--config', config], { env: withKey() })
  expect(code).toBe(0)
  expect(stderr).toContain('sifaka: openai:gpt-4 was shut down on 2026-10-23; use openai:gpt-6.1-sol\n')
})

it('a file of prices that cannot be used is an error before anything is sent', async () => {
  const bad = folder.write('bad.json', { 'sim:writer': { input: 1 } })
  const args = (path: string) => ['improve', 'Hi', '-m', 'sim:writer', '--no-critics', '--prices', path]
  const broken = await sifaka(args(bad))
  expect(broken.code).toBe(2)
  expect(broken.stderr).toContain(`${bad}: sim:writer.output: must be a number of USD, 0 or more\n`)
  const missing = await sifaka(args('none.json'))
  expect(missing).toMatchObject({ code: 2, stdout: '' })
  expect(missing.stderr).toContain('sifaka: there is no file none.json\n')
})

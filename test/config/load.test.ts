import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings, type Sources } from '../../src/config/load.ts'

let folder = ''
const warnings: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sifaka-'))
  warnings.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

async function file(path: string, content: unknown): Promise<string> {
  const whole = join(folder, path)
  await mkdir(dirname(whole), { recursive: true })
  await writeFile(whole, typeof content === 'string' ? content : JSON.stringify(content))
  return whole
}

const load = (more: Partial<Sources> = {}) =>
  loadSettings({
    flags: {},
    env: { XDG_CONFIG_HOME: join(folder, 'xdg'), ...more.env },
    cwd: folder,
    warn: (line) => warnings.push(line),
    ...more,
    ...(more.env ? { env: { XDG_CONFIG_HOME: join(folder, 'xdg'), ...more.env } } : {}),
  })

describe('settings', () => {
  it('have defaults', async () => {
    const { settings, file } = await load()
    expect(file).toBeNull()
    expect(settings).toMatchObject({
      maxIterations: 3,
      concurrency: 10,
      critics: [{ name: 'reflexion' }],
      validators: [],
      feedback: { validationWeight: 0.6, criticWeight: 0.4 },
    })
  })

  it('come from flags over environment over profile over file over defaults, with their origins', async () => {
    const path = await file('sifaka.config.json', {
      model: 'openai:base',
      temperature: 0.1,
      concurrency: 2,
      plateau: 5,
      profiles: { fast: { model: 'openai:fast', temperature: 0.2, concurrency: 3 } },
    })
    const { settings, origins } = await load({
      profile: 'fast',
      env: { SIFAKA_TEMPERATURE: '0.3', SIFAKA_CONCURRENCY: '4' },
      flags: { concurrency: 5 },
    })
    expect(settings).toMatchObject({ plateau: 5, model: 'openai:fast', temperature: 0.3, concurrency: 5 })
    expect(Object.fromEntries(origins)).toMatchObject({
      plateau: path,
      model: `${path}, profile fast`,
      temperature: 'environment',
      concurrency: 'command line',
      maxIterations: 'default',
    })
  })

  it('merge objects and replace lists, but checks on the command line add up', async () => {
    await file('sifaka.config.json', { feedback: { criticWeight: 0.9 }, validators: ['json'], critics: [] })
    const flags = { validators: ['length:min=4'], critics: ['self-refine'], feedback: { maxSuggestions: 3 } }
    const { settings } = await load({ flags })
    expect(settings.feedback).toEqual({
      validationWeight: 0.6,
      criticWeight: 0.9,
      maxSuggestions: 3,
      contextWindow: 1,
    })
    expect(settings.validators.map(({ name }) => name)).toEqual(['json', 'length'])
    expect(settings.critics.map(({ name }) => name)).toEqual(['self-refine'])
  })

  it.each([
    ['development', 'openai:gpt-6-luna', 2, ['reflexion']],
    ['production', 'openai:gpt-6.1-sol', 3, ['reflexion', 'constitutional']],
    ['high-throughput', 'groq:openai/gpt-oss-20b', 2, ['reflexion']],
  ])('know the profile %s of the guide', async (profile, model, maxIterations, critics) => {
    const { settings } = await load({ profile })
    expect(settings).toMatchObject({ model, maxIterations })
    expect(settings.critics.map(({ name }) => name)).toEqual(critics)
  })

  it('resolve the path of a file of prices against the folder of the settings file that names it', async () => {
    const config = await file('project/sifaka.config.json', {
      pricesFile: 'prices.json',
      profiles: { other: { pricesFile: '../other.json' } },
    })
    const pathWith = async (more: Partial<Sources>) => (await load({ config, ...more })).settings.pricesFile
    expect(await pathWith({})).toBe(join(folder, 'project/prices.json'))
    expect(await pathWith({ profile: 'other' })).toBe(join(folder, 'other.json'))
    expect(await pathWith({ flags: { pricesFile: 'mine.json' } })).toBe('mine.json')
    expect((await load()).settings).not.toHaveProperty('pricesFile')
  })

  it('resolve the paths of certificates against the folder of the settings file that names them', async () => {
    const baseUrl = 'https://x.example/v1'
    const tls = { ca: 'certificates/ca.pem', cert: '/etc/client.pem', key: '../client.key' }
    const config = await file('project/sifaka.config.json', {
      providers: { mine: { baseUrl, tls }, gemini: { limit: 3 } },
      profiles: { other: { providers: { mine: { baseUrl, tls: { ca: 'other.pem' } } } } },
    })
    const providersWith = async (more: Partial<Sources>) =>
      (await load({ config, ...more })).settings.providers
    const [ca, key] = [join(folder, 'project/certificates/ca.pem'), join(folder, 'client.key')]
    expect(await providersWith({})).toEqual({
      mine: { baseUrl, tls: { ca, cert: '/etc/client.pem', key } },
      gemini: { limit: 3 },
    })
    expect(await providersWith({ profile: 'other' })).toMatchObject({
      mine: { tls: { ca: join(folder, 'project/other.pem') } },
    })
  })

  it('put a profile of the user on top of the built-in one of that name', async () => {
    await file('sifaka.config.json', {
      profile: 'production',
      profiles: { production: { model: 'groq:mine' } },
    })
    const { settings } = await load()
    expect(settings).toMatchObject({
      model: 'groq:mine',
      critics: [{ name: 'reflexion' }, { name: 'constitutional' }],
    })
  })
})

describe('a settings file', () => {
  it.each([
    ['sifaka.config.json', '{"plateau": 7}'],
    ['sifaka.config.yaml', 'plateau: 7'],
    ['sifaka.config.yml', 'plateau: 7'],
    ['.sifakarc', 'plateau: 7'],
    ['.sifakarc.json', '\ufeff{"plateau": 7}'],
    ['.sifakarc.yaml', 'plateau: 7'],
    ['package.json', '{"sifaka": {"plateau": 7}}'],
    ['xdg/sifaka/sifaka.config.json', '{"plateau": 7}'],
  ])('is found as %s', async (name, content) => {
    await file(name, content)
    expect((await load()).settings.plateau).toBe(7)
  })

  it('is found upwards to the root of the repository, and no further', async () => {
    await file('sifaka.config.json', { plateau: 7 })
    await file('repository/.git/HEAD', '')
    await file('repository/deep/down/note', '')
    await file('no-repository/note', '')
    expect((await load({ cwd: join(folder, 'no-repository') })).file).toBeNull()
    expect((await load({ cwd: join(folder, 'repository/deep/down') })).file).toBeNull()
    await file('repository/sifaka.config.json', { plateau: 8 })
    expect((await load({ cwd: join(folder, 'repository/deep/down') })).settings.plateau).toBe(8)
  })

  it.each(['sifaka.config.js', 'sifaka.config.ts', '.config/config.js', '.sifakarc.mjs', 'config.js'])(
    'is never code: %s is not run',
    async (name) => {
      await file(name, 'globalThis.sifakaWasRun = true; export default {}')
      await file('package.json', { cosmiconfig: { searchPlaces: [name] } })
      await load()
      expect(globalThis).not.toHaveProperty('sifakaWasRun')
    },
  )

  it('that is named must exist and be data', async () => {
    await expect(load({ config: 'absent.json' })).rejects.toThrow('there is no settings file absent.json')
    await file('code.js', 'export default {}')
    await expect(load({ config: 'code.js' })).rejects.toThrow('settings files must be JSON or YAML, not .js')
  })

  it.each([
    [{ providers: { openai: { baseUrl: 'https://evil.example/v1' } } }, 'openai'],
    [{ providers: { mine: { baseUrl: 'http://10.0.0.1/v1' } } }, 'mine'],
    [{ providers: { mine: { baseUrl: 'http://localhost/v1', apiKeyEnv: 'AWS_SECRET' } } }, 'mine'],
    [{ profiles: { p: { providers: { mine: { baseUrl: 'https://evil.example' } } } } }, 'mine'],
  ])('that was only found cannot redirect keys: %j', async (content, name) => {
    const path = await file('sifaka.config.json', content)
    await expect(load()).rejects.toMatchObject({
      message: expect.stringContaining(`providers.${name} decides where an API key is sent`) as string,
      hint: `if you trust this file: sifaka config trust ${path}, or name it with --config ${path}`,
    })
    expect((await load({ config: 'sifaka.config.json' })).file).toBe('sifaka.config.json')
  })

  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '[::1]',
    'localhost',
    'LocalHost',
    'a.localhost',
    '0.0.0.0',
  ])(
    'that was only found cannot name the server http://%s, which any program of this machine may have opened',
    async (host) => {
      await file('sifaka.config.json', { providers: { openai: { baseUrl: `http://${host}:8000/v1` } } })
      await expect(load()).rejects.toThrow('providers.openai decides where an API key is sent')
      expect((await load({ config: 'sifaka.config.json' })).trust).toBe('named')
    },
  )
})

describe('a mistake is named with its place and its remedy', () => {
  it.each<[unknown, string, string?]>([
    [{ maxIteration: 3 }, 'maxIteration: unknown setting', 'did you mean "maxIterations"?'],
    [
      { feedback: { criticWeigth: 1 } },
      'feedback.criticWeigth: unknown setting',
      'did you mean "criticWeight"?',
    ],
    [{ profiles: { a: { plateu: 1 } } }, 'profiles.a.plateu: unknown setting', 'did you mean "plateau"?'],
    [{ maxIterations: 0 }, 'maxIterations must be 1 or more, not 0'],
    [{ maxIterations: 21 }, 'maxIterations must be 20 or less, not 21'],
    [{ maxIterations: 1.5 }, 'maxIterations must be a whole number, not 1.5'],
    [{ concurrency: 'ten' }, 'concurrency must be a number or auto, not "ten"'],
    [{ cache: 'fresh' }, 'cache must be true, false, refresh, a list of caches or an object, not "fresh"'],
    [{ critique: 'sometimes' }, 'critique must be always, when-valid or never, not "sometimes"'],
    [{ rpm: 0 }, 'rpm must be above 0, not 0'],
    [{ feedback: { maxSuggestions: 0 } }, 'feedback.maxSuggestions must be 1 or more, not 0'],
    [{ validators: 'json' }, 'validators must be a list, not "json"'],
    [{ prices: { 'a:b': { input: 1 } } }, 'prices.a:b.output is missing'],
    [
      { prices: { 'a:b': { input: -1, output: 1 } } },
      'prices.a:b.input must be a number of USD, 0 or more, not -1',
    ],
    [{ pricesFile: 7 }, 'pricesFile must be a string, not 7'],
    [{ providers: { gemini: { headers: { a: 'b\n' } } } }, 'headers.a: must not contain line breaks'],
    [{ providers: { gemini: { headers: { Host: 'b' } } } }, 'providers.gemini.headers.Host: cannot be set'],
    [
      { providers: { gemini: { heders: {} } } },
      'providers.gemini.heders: unknown',
      'did you mean "headers"?',
    ],
    [{ providers: { gemini: { api: 'chat' } } }, 'providers.gemini.api: unknown setting'],
    [
      { providers: { mine: { baseUrl: 'http://[::1]', limit: 0 } } },
      'providers.mine.limit must be 1 or more, not 0',
    ],
    [
      { providers: { mine: { baseUrl: 'http://[::1]', api: 'claude' } } },
      'providers.mine.api must be chat or anthropic, not "claude"',
    ],
    [
      { providers: { vertex: { keyTtl: 'soon' } } },
      'providers.vertex.keyTtl must be a duration, for example 50m, not "soon"',
    ],
    [
      { providers: { xai: { apiKeyEnv: 'A', keyCommand: 'pass a' } } },
      'providers.xai.keyCommand: cannot be combined with apiKeyEnv',
    ],
    [
      { providers: { xai: { tls: { key: 'a' } } } },
      'providers.xai.tls: must have both cert and key, or neither',
    ],
    [
      { model: 'mine' },
      'model must be provider:model, for example openai:gpt-6-luna or sim:writer, not "mine"',
    ],
    [{ model: 'gpt-4o' }, 'model: "gpt-4o" lacks a provider; did you mean openai:gpt-4o?'],
    [{ timeout: '5 parsecs' }, 'timeout must be a duration, for example 90s or 2h, not "5 parsecs"'],
    [{ critics: ['reflection'] }, 'critics.0: no critic is called "reflection" (did you mean "reflexion"?)'],
    [{ validators: ['lenght:min=4'] }, 'no validator is called "lenght" (did you mean "length"?)'],
    [
      { validators: [{ name: 'length', mim: 4 }] },
      'validator length has no option "mim" (did you mean "min"?)',
    ],
    [{ validators: [{ name: 'length', min: 9, max: 4 }] }, 'validator length: '],
    [{ validators: [7] }, 'must be a validator'],
  ])('%j', async (content, message, hint) => {
    const path = await file('sifaka.config.json', content)
    const error = await load().then(
      () => undefined,
      (thrown: Error & { hint?: string }) => thrown,
    )
    expect(error?.message).toContain(message)
    expect(error?.message).toContain(path)
    if (hint !== undefined) expect(error?.hint).toBe(hint)
  })

  it.each([
    [
      'sifaka.config.json',
      '{\n  "model": \n}',
      /sifaka\.config\.json: line 3, column 1: expected a value, found "}"/,
    ],
    ['sifaka.config.yaml', 'model: [a\nb: c', /sifaka\.config\.yaml: line 2, column 1: \w/],
    ['.sifakarc', 'model: !!js/function a', /\.sifakarc: line 1, column 8: Unresolved tag/],
    ['sifaka.config.yml', 'seed: 1\nseed: 2', /sifaka\.config\.yml: line 2, column 1: .*unique/],
  ])('%s that cannot be read', async (name, content, message) => {
    await file(name, content)
    await expect(load()).rejects.toThrow(message)
  })

  it('says which flag or variable it came from', async () => {
    await expect(load({ flags: { maxIterations: 0 } })).rejects.toThrow(
      '--max-iterations must be 1 or more, not 0',
    )
    await expect(load({ env: { SIFAKA_MAX_ITERATIONS: 'many' } })).rejects.toThrow(
      'SIFAKA_MAX_ITERATIONS must be a number, not "many"',
    )
    await expect(load({ flags: { validators: ['nope'] } })).rejects.toThrow(
      '--validator: no validator is called',
    )
  })

  it('knows its profiles', async () => {
    await expect(load({ profile: 'productoin' })).rejects.toMatchObject({
      message: 'no profile is called "productoin"',
      hint: 'did you mean "production"?',
    })
  })

  it('warns of SIFAKA_ variables that are no settings', async () => {
    await load({ env: { SIFAKA_MODLE: 'x:y' } })
    expect(warnings).toEqual(['SIFAKA_MODLE is not a setting (did you mean "SIFAKA_MODEL"?)'])
  })
})

it.each<[string, string, unknown]>([
  ['SIFAKA_MODEL', 'sim:writer', { model: 'sim:writer' }],
  ['SIFAKA_STREAM', 'true', { stream: true }],
  ['SIFAKA_QUORUM', '2', { quorum: 2 }],
  ['SIFAKA_QUORUM', 'unanimous', { quorum: 'unanimous' }],
  ['SIFAKA_CRITICS', 'reflexion; self-refine', { critics: [{ name: 'reflexion' }, { name: 'self-refine' }] }],
  ['SIFAKA_VALIDATORS', 'length:min=4', { validators: [{ name: 'length', min: 4 }] }],
  ['SIFAKA_FEEDBACK', '{"criticWeight":0.5}', { feedback: { criticWeight: 0.5 } }],
])('%s=%s mirrors a setting', async (name, value, expected) => {
  expect((await load({ env: { [name]: value } })).settings).toMatchObject(expected as object)
})

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Sources } from '../../src/config/load.ts'
import { folder, file, load } from './loading.ts'

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
      plateau: { path: ['plateau'], origin: path },
      model: { origin: `${path}, profile fast` },
      temperature: { origin: 'environment' },
      concurrency: { origin: 'command line' },
      maxIterations: { origin: 'default' },
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
  ])('know the built-in profile %s', async (profile, model, maxIterations, critics) => {
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

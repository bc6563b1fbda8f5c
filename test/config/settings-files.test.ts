import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, file, load } from './loading.ts'

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
    ['{"plateau": 7,\n "plateau": 8}', 'line 2: a key occurs twice in one object'],
    ['{"providers": {"sim": {"seed": 1, "s\\u0065ed": 2}}}', 'line 1: a key occurs twice in one object'],
  ])('in JSON must have different keys: %s', async (content, message) => {
    await file('repeated.json', content)
    await expect(load({ config: 'repeated.json' })).rejects.toThrow(message)
  })

  it('is read from a package.json with repeated keys, which npm accepts', async () => {
    await file('package.json', '{"scripts": {"a": "b", "a": "c"}, "sifaka": {"plateau": 7}}')
    expect((await load()).settings.plateau).toBe(7)
  })

  it('is one YAML document', async () => {
    await file('two.yaml', 'plateau: 7\n---\nplateau: 8\n')
    await expect(load({ config: 'two.yaml' })).rejects.toThrow('a second document begins here')
  })

  it.each(['.nan', '.inf'])('states a number that JSON cannot write: %s', async (value) => {
    await file('number.yaml', `plateau: ${value}`)
    await expect(load({ config: 'number.yaml' })).rejects.toThrow(/must be .*, not (NaN|Infinity)/)
  })

  it('that is not YAML is refused with the place and the fault', async () => {
    await file('faulty.yaml', '{"plateau" 7}')
    await expect(load({ config: 'faulty.yaml' })).rejects.toThrow(
      'faulty.yaml: line 1, column 12: Missing , or : between flow map items',
    )
  })

  it.each([
    ['010', 10],
    ['0o10', 8],
    ['0x10', 16],
    ['1e1', 10],
  ])('in YAML has the numbers of YAML 1.2: %s is %i', async (written, value) => {
    await file('sifaka.yaml', `maxIterations: ${written}`)
    expect((await load({ config: 'sifaka.yaml' })).settings.maxIterations).toBe(value)
  })

  it.each(['2024-01-01', 'yes', 'no', '1_000', '"5"'])(
    'in YAML has the text %s, which is no number, date or truth value',
    async (written) => {
      await file('sifaka.yaml', `maxIterations: ${written}`)
      const read = written.replaceAll('"', '')
      await expect(load({ config: 'sifaka.yaml' })).rejects.toThrow(
        `maxIterations must be a number, not "${read}"`,
      )
    },
  )

  it.each([
    [{ providers: { openai: { baseUrl: 'https://evil.example/v1' } } }, 'openai'],
    [{ providers: { mine: { baseUrl: 'http://10.0.0.1/v1' } } }, 'mine'],
    [{ providers: { mine: { baseUrl: 'http://localhost/v1', apiKeyEnv: 'AWS_SECRET' } } }, 'mine'],
    [{ profiles: { p: { providers: { mine: { baseUrl: 'https://evil.example' } } } } }, 'mine'],
  ])('that was found by search cannot redirect keys: %j', async (content, name) => {
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
    'that was found by search cannot name the server http://%s, which any program of this machine may have opened',
    async (host) => {
      await file('sifaka.config.json', { providers: { openai: { baseUrl: `http://${host}:8000/v1` } } })
      await expect(load()).rejects.toThrow('providers.openai decides where an API key is sent')
      expect((await load({ config: 'sifaka.config.json' })).trust).toBe('named')
    },
  )
})

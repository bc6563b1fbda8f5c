import { describe, expect, it } from 'vitest'
import { warnings, file, load } from './loading.ts'

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
    [{ seed: 2 ** 53 }, 'seed must be 9007199254740991 or less'],
    [{ maxErrors: 1.5 }, 'maxErrors must be a whole number or a percentage, for example 5 or 5%, not 1.5'],
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

import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ConfigError } from '../../src/core/errors.ts'
import { providers, resolveProvider } from '../../src/providers/index.ts'

it('lists every provider under a unique name', () => {
  expect(providers.map(({ name }) => name)).toEqual([
    'openai',
    'anthropic',
    'groq',
    'ollama',
    'gemini',
    'mistral',
    'deepseek',
    'openrouter',
    'xai',
    'together',
    'fireworks',
    'azure',
    'bedrock',
    'vertex',
    'vllm',
    'llamacpp',
    'lmstudio',
    'compatible',
    'sim',
  ])
})

it.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s documents every option',
  (_name, { summary, options }) => {
    expect(summary).not.toBe('')
    for (const option of Object.values(z.toJSONSchema(options, { io: 'input' }).properties ?? {})) {
      expect(option).toHaveProperty('description')
    }
  },
)

describe('the provider of a name', () => {
  const baseUrl = 'http://127.0.0.1:8000/v1'
  const settings = { openai: { baseUrl }, mine: { baseUrl, apiKeyEnv: 'MY_KEY' }, local: { baseUrl } }

  it.each([
    ['openai', 'openai', { baseUrl }, ['OPENAI_API_KEY']],
    ['anthropic', 'anthropic', {}, ['ANTHROPIC_API_KEY']],
    ['groq', 'groq', {}, ['GROQ_API_KEY']],
    ['ollama', 'ollama', {}, []],
    ['sim', 'sim', { seed: 1 }, []],
    ['mine', 'compatible', { baseUrl, apiKeyEnv: 'MY_KEY' }, ['MY_KEY']],
    ['local', 'compatible', { baseUrl }, []],
    ['gemini', 'gemini', {}, ['GEMINI_API_KEY']],
    ['vllm', 'vllm', {}, []],
  ])('%s is %s with options %j and key variables %j', (name, expected, expectedOptions, keyVariables) => {
    const { definition, options } = resolveProvider(name, settings)
    expect(definition.name).toBe(expected)
    expect(options).toMatchObject(expectedOptions)
    expect(definition.keyVariables(options)).toEqual(keyVariables)
  })

  const known =
    'known: openai, anthropic, groq, ollama, gemini, mistral, deepseek, openrouter, xai, together, fireworks, azure, bedrock, vertex, vllm, llamacpp, lmstudio, sim, mine, local'

  it.each([
    ['opnai', 'did you mean "openai"?'],
    ['min', 'did you mean "mine"?'],
    ['mistrall', 'did you mean "mistral"?'],
    ['compatible', known],
    ['constructor', known],
  ])('is an error for %s', (name, hint) => {
    const error = new ConfigError(`no provider is called "${name}"`, hint)
    expect(() => resolveProvider(name, settings)).toThrow(error)
  })
})

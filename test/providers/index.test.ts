import { expect, it } from 'vitest'
import * as z from 'zod'
import { providers } from '../../src/providers/index.ts'

it('knows every provider by a name of its own', () => {
  expect(providers.map(({ name }) => name)).toEqual([
    'openai',
    'anthropic',
    'groq',
    'ollama',
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

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { settingsJsonSchema } from '../../src/config/json-schema.ts'

const path = join(import.meta.dirname, '../../sifaka.config.example.json')
const content = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

it('the example is valid, by the loader and by the JSON Schema', async () => {
  const { settings } = await loadSettings({
    flags: {},
    env: {},
    cwd: '/',
    config: path,
    warn: () => undefined,
  })
  expect(settings.model).toBe('openai:gpt-6-luna')
  const validate = new Ajv2020({ strict: false }).compile(settingsJsonSchema(builtInRegistry()))
  expect(validate(content), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({ ...content, maxIteration: 3 })).toBe(false)
  expect(content).toHaveProperty('$schema')
})

it('the example is complete: every setting is in it', () => {
  const { properties } = settingsJsonSchema(builtInRegistry()) as { properties: object }
  expect(Object.keys(content).toSorted()).toEqual(Object.keys(properties).toSorted())
})

import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { settingsJsonSchema } from '../../src/config/json-schema.ts'

describe('severity', () => {
  it.each([
    ['length:max=5,severity=warning', { name: 'length', max: 5, unit: 'words', severity: 'warning' }],
    ['markdown:severity=warning', { name: 'markdown', requireTitle: false, severity: 'warning' }],
    [
      { name: 'length', max: 5, severity: 'error' },
      { name: 'length', max: 5, unit: 'words', severity: 'error' },
    ],
    ['length:max=5', { name: 'length', max: 5, unit: 'words' }],
  ])('is an option of every validator: %j', (given, expected) => {
    expect(parseSettings({ validators: [given] }, builtInRegistry()).validators).toEqual([expected])
  })

  it('is error or warning', () => {
    expect(() => parseSettings({ validators: ['length:max=5,severity=info'] }, builtInRegistry())).toThrow(
      'validator length: severity must be error or warning, not "info"',
    )
    expect(() => parseSettings({ validators: ['length:max=5,severty=warning'] }, builtInRegistry())).toThrow(
      'did you mean "severity"?',
    )
    expect(() =>
      parseSettings({ critics: [{ name: 'reflexion', severity: 'warning' }] }, builtInRegistry()),
    ).toThrow('has no option "severity"')
  })

  it('and the parts of a composition are in the JSON Schema', async () => {
    const schema = JSON.stringify(settingsJsonSchema(builtInRegistry()))
    const { properties } = JSON.parse(schema) as {
      properties: Record<string, { items: { anyOf: { properties?: Record<string, unknown> }[] } }>
    }
    const objects = properties['validators']?.items.anyOf.slice(1) ?? []
    for (const each of objects)
      expect(each.properties?.['severity']).toMatchObject({ enum: ['error', 'warning'] })
    const all = objects.find((each) => JSON.stringify(each.properties?.['name']) === '{"const":"all"}')
    expect(all?.properties?.['validators']).toMatchObject({
      anyOf: [{ $ref: '#/properties/validators/items' }, { type: 'array' }],
    })
    const { default: ajv } = await import('ajv/dist/2020.js')
    const check = new ajv.Ajv2020({ strict: false }).compile(JSON.parse(schema) as object)
    const valid = (validators: unknown[]) => check({ validators })
    expect(
      valid([{ name: 'all', validators: [{ name: 'not', validators: 'json' }], severity: 'warning' }]),
    ).toBe(true)
    expect(valid([{ name: 'all', validators: [{ name: 'length', mim: 3 }] }])).toBe(false)
    expect(
      JSON.parse(await readFile(new URL('../../dist/config.schema.json', import.meta.url), 'utf8')),
    ).toHaveProperty('properties.plugins')
  })
})

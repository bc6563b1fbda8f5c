import { expect, it } from 'vitest'
import { readSchemaRequest, schemaRequest } from '../../../src/core/phrases/schema-request.ts'

const flag = { type: 'boolean' }
const part = {
  type: 'object',
  properties: { violated: flag, severity: { type: 'string', enum: ['low', 'high'] } },
  required: ['violated', 'severity'],
}
const schema = {
  type: 'object',
  properties: { verdict: part, plan: { type: 'array', items: { type: 'string' } } },
  required: ['verdict', 'plan'],
}
const example = { verdict: { violated: true, severity: 'high' }, plan: ['Add: "one".'] }

it('shows a model without schemas a filled example and the permitted values, and no schema', () => {
  const request = schemaRequest({ schema, example })
  expect(request).toContain(JSON.stringify(example))
  expect(request).toContain('severity: ["low","high"]')
  expect(request).not.toMatch(/"properties"|"type"/)
})

it('shows the schema if there is no example', () => {
  expect(JSON.parse(readSchemaRequest(`x\n${schemaRequest({ schema })}`) ?? '')).toEqual(schema)
})

it('gives the simulated model the shape of the example', () => {
  const read: unknown = JSON.parse(readSchemaRequest(`x\n${schemaRequest({ schema, example })}`) ?? '')
  expect(read).toEqual({
    ...schema,
    properties: {
      ...schema.properties,
      verdict: { ...part, properties: { violated: flag, severity: { enum: ['low', 'high'] } } },
    },
  })
})

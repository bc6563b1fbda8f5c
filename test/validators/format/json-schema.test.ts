import { expect, it } from 'vitest'
import { json } from '../../../src/validators/format/json.ts'
import { validate, validatorOf } from '../validate.ts'

it.each<[object | boolean, unknown, boolean]>([
  [{ required: ['constructor'] }, {}, false],
  [{ required: ['__proto__', 'toString'] }, JSON.parse('{"__proto__": 1, "toString": 2}'), true],
  [{ properties: { toString: { type: 'number' } } }, {}, true],
  [{ dependentRequired: { valueOf: ['a'] } }, {}, true],
  [{ multipleOf: 0.01 }, 19.99, true],
  [{ multipleOf: 0.01 }, 19.995, false],
  [{ multipleOf: 0.1 }, 1.1, true],
  [{ multipleOf: 1e-8 }, 12391239123, true],
  [{ pattern: '^[\\w\\-.]+$' }, 'a-b', true],
  [{ pattern: '^\\p{Lu}' }, 'Ä', true],
  [{ pattern: '^.$' }, '😀', true],
  [{ if: { minimum: 5 } }, 1, true],
  [JSON.parse('{"then": false, "else": false}'), 1, true],
  [{ minContains: 2 }, [], true],
  [{ contains: { const: 1 }, minContains: 2 }, [1], false],
  [{ $ref: '#a', $defs: { x: { $anchor: 'a', type: 'string' } } }, 1, false],
  [{ $id: 'book', $ref: 'page', $defs: { p: { $id: 'page', type: 'string' } } }, 1, false],
  [{ $ref: '#/components/schemas/P', components: { schemas: { P: { type: 'string' } } } }, 1, false],
  [{ $ref: 'https://json-schema.org/draft/2020-12/schema' }, { type: 'text' }, false],
  [
    {
      $ref: 'list',
      $defs: {
        item: { $dynamicAnchor: 'T', type: 'string' },
        list: { $id: 'list', items: { $dynamicRef: '#T' }, $defs: { any: { $dynamicAnchor: 'T' } } },
      },
    },
    [1],
    false,
  ],
  [
    {
      $dynamicAnchor: 'node',
      properties: { next: { $dynamicRef: '#node' } },
      unevaluatedProperties: false,
    },
    { next: { nxet: {} } },
    false,
  ],
  [{ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { a: 1 }, true],
  [{ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { b: 1 }, false],
  [{ anyOf: [{ prefixItems: [true] }, { minItems: 9 }], unevaluatedItems: false }, [1, 2], false],
  [{ contains: { properties: { a: true }, unevaluatedProperties: false } }, [{ a: 1 }], true],
  [{ contains: { prefixItems: [true], unevaluatedItems: false } }, [[1, 2]], false],
  [
    { properties: { b: true }, allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
    { a: 1, b: 1 },
    true,
  ],
  [
    {
      $id: 'outer',
      allOf: [{ $ref: 'inner' }, { $ref: 'list' }],
      $defs: {
        inner: { $id: 'inner', $defs: { t: { $dynamicAnchor: 'T', type: 'string' } } },
        list: { $id: 'list', items: { $dynamicRef: '#T' }, $defs: { any: { $dynamicAnchor: 'T' } } },
      },
    },
    [1],
    true,
  ],
  [{ maxLength: 2, minLength: 2 }, '😀\ud800', true],
  [{ enum: ['[1]', 1] }, [1], false],
  [
    { uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    false,
  ],
  [{ const: { a: [1] } }, { a: [1] }, true],
  [{ type: 'integer' }, 1, true],
  [{ type: 'string', nullable: true }, null, true],
  [{ format: 'iri' }, 'https://münchen.de/ä', true],
  [{ format: 'iri' }, 'münchen', false],
  [{ format: 'idn-email' }, 'jürgen@müller.de', true],
  [{ format: 'idn-hostname' }, 'müller.de', true],
  [{ format: 'idn-hostname' }, 'a b', false],
  [{ format: 'uuid4' }, 'x', false],
  [{ format: 'json-string' }, 'x', true],
  [true, 1, true],
  [false, 1, false],
])('%j with the value %j: %s', async (schema, value, passed) => {
  expect(await validate(json, { schema }, JSON.stringify(value))).toMatchObject({ passed })
})

it.each<[string, object, unknown, boolean]>([
  ['http://json-schema.org/draft-04/schema#', { minimum: 1, exclusiveMinimum: true }, 1, false],
  [
    'http://json-schema.org/draft-04/schema#',
    { id: 'a', $ref: '#/definitions/x', definitions: { x: {} } },
    1,
    true,
  ],
  ['http://json-schema.org/draft-06/schema#', { contains: { const: 1 } }, [2], false],
  ['http://json-schema.org/draft-06/schema#', JSON.parse('{"if": {}, "then": false}'), 1, true],
  [
    'http://json-schema.org/draft-07/schema#',
    { $ref: '#/definitions/x', maxItems: 0, definitions: { x: {} } },
    [1],
    true,
  ],
  ['http://json-schema.org/draft-07/schema#', { items: [{}], additionalItems: false }, [1, 2], false],
  ['https://json-schema.org/draft/2019-09/schema', { items: [{}], unevaluatedItems: false }, [1, 2], false],
  [
    'https://json-schema.org/draft/2019-09/schema',
    { contains: { items: [{}] }, unevaluatedItems: false },
    [[1]],
    false,
  ],
  [
    'https://json-schema.org/draft/2019-09/schema',
    { $recursiveAnchor: true, properties: { a: { $recursiveRef: '#' } }, additionalProperties: false },
    { a: { b: 1 } },
    false,
  ],
  ['https://spec.openapis.org/oas/3.1/dialect/base', { prefixItems: [{ type: 'string' }] }, [1], false],
])('follows the draft %s: %j with the value %j: %s', async ($schema, schema, value, passed) => {
  expect(await validate(json, { schema: { $schema, ...schema } }, JSON.stringify(value))).toMatchObject({
    passed,
  })
})

it('ignores annotations of generators', async () => {
  const schema = {
    type: 'object',
    discriminator: { propertyName: 'kind' },
    example: {},
    'x-order': 1,
    propertyOrdering: ['a'],
    xml: {},
    externalDocs: {},
    enumNames: [],
    tsType: 'T',
    errorMessage: 'no',
    note: 'resembles the short keyword not',
    form: {},
    cost: 1,
  }
  expect(await validate(json, { schema }, '{}')).toMatchObject({ passed: true })
})

it.each([
  ['minimun', 'minimum'],
  ['propertes', 'properties'],
  ['tyep', 'type'],
  ['mniummi', 'minimum'],
  ['Required', 'required'],
  ['maxlenght', 'maxLength'],
])('takes %s for a misspelled %s, at any depth', async (keyword, meant) => {
  const schema = { properties: { a: { anyOf: [{ [keyword]: 1 }] } } }
  await expect(validatorOf(json, { schema })).rejects.toThrow(
    `unknown keyword: "${keyword}" at /properties/a/anyOf/0; did you mean "${meant}"?`,
  )
})

it('reports an error for a schema or a value that nests without end', async () => {
  const nested = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  for (const [schema, text] of [
    [{ $ref: '#' }, '1'],
    [{ items: { $ref: '#' } }, nested],
  ] as const) {
    await expect(validate(json, { schema }, text)).rejects.toMatchObject({ code: 'validator-limit' })
  }
})

it('finds the longest object or list in prose only if `extract` says so', async () => {
  const schema = { required: ['a'] }
  const text = 'See [1]. Here it is:\n```json\n{"a": [1, 2]}\n```\nAnything {else}?'
  expect(await validate(json, { schema }, text)).toMatchObject({ passed: false })
  expect(await validate(json, { schema, extract: true }, text)).toMatchObject({ passed: true })
  expect(await validate(json, { extract: true }, 'Here: {"a": 1,}')).toMatchObject({
    measured: 'line 1, column 15: expected a key in double quotes, found "}"',
  })
  expect(await validate(json, { extract: true }, 'Nothing here')).toMatchObject({ passed: false })
  expect((await validatorOf(json, { extract: true })).validatePrefix?.('Here')).toBeUndefined()
})

import { expect, it } from 'vitest'
import * as fc from 'fast-check'
import { describeJsonFault } from '../../../src/util/json/json-fault.ts'
import { json } from '../../../src/validators/format/json.ts'
import { withTimeLimit } from '../../../src/validators/shared/time-limit.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  ['{"a": [1, 2.5e3, true, null, "x\\u00e9"]}'],
  ['  "text"\r\n'],
  ['42'],
  ['\uFEFF{}'],
  ['```json\n{"a": 1}\n```'],
  ['```\n[]\n```\n'],
  ['\n~~~JSON\r\n{}\r\n~~~'],
])('%j is JSON', async (text) => {
  expect(await validate(json, {}, text)).toMatchObject({ passed: true, score: 1, message: 'valid JSON' })
})

it.each([
  ['', 'line 1, column 1: expected a value, found the end of the text'],
  ['Here: {}', 'line 1, column 1: expected a value, found "Here"'],
  ['{} done', 'line 1, column 4: expected the end, found "done"'],
  ['{"a": 1,}', 'line 1, column 9: expected a key in double quotes, found "}"'],
  ['{\n  "a": 1\r\n  "b": 2}', 'line 3, column 3: expected "," or "}", found "\\""'],
  ['{a: 1}', 'line 1, column 2: expected a key in double quotes or "}", found "a"'],
  ["{'a': 1}", 'line 1, column 2: expected a key in double quotes or "}", found "\'"'],
  ['{"a" 1}', 'line 1, column 6: expected ":", found "1"'],
  ['[1, 2', 'line 1, column 6: expected "," or "]", found the end of the text'],
  ['[1,]', 'line 1, column 4: expected a value, found "]"'],
  ['[NaN]', 'line 1, column 2: expected a value or "]", found "NaN"'],
  ['[01]', 'line 1, column 3: expected "," or "]", found "1"'],
  ['["a\nb"]', 'line 1, column 2: expected a value or "]", found "\\""'],
  ['```json\n{"a": }\n```', 'line 2, column 7: expected a value, found "}"'],
  ['```json\n{}', 'line 1, column 1: expected a value, found "`"'],
  ['Sure!\n```json\n{}\n```', 'line 1, column 1: expected a value, found "Sure"'],
])('%j fails with the position of the fault: %s', async (text, problem) => {
  expect(await validate(json, {}, text)).toMatchObject({
    passed: false,
    score: 0,
    measured: problem,
    message: `${problem}, must be valid JSON`,
  })
})

it('validates a megabyte, well-formed or not', async () => {
  expect(await validate(json, {}, `[${'1,'.repeat(500_000)}1]`)).toMatchObject({ passed: true })
  expect(await validate(json, {}, '['.repeat(1_000_000))).toMatchObject({
    measured: 'line 1, column 1000001: expected a value or "]", found the end of the text',
  })
})

it('lists the first of many errors', async () => {
  const validator = await validatorOf(json, { schema: { items: { type: 'string' } } })
  const draft = { prompt: prompt(), text: `[${'1,'.repeat(200_000)}1]` }
  // The time limit of the validator is too short for a machine that is slow or busy.
  const { measured } = await withTimeLimit(30_000, () => validator.validate(draft, testScope()))
  expect(measured).toMatch(/^(\/\d must be string; ){5}and 199996 more$/)
})

it('finds a fault exactly in the texts that JSON.parse rejects', () => {
  const alphabet = fc.constantFrom(...'{}[]:,"\\1-0.eu a'.split(''), 'true', 'null', '\n', '\t', '"a"')
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      const valid = ((): boolean => {
        try {
          JSON.parse(text)
          return true
        } catch {
          return false
        }
      })()
      expect(describeJsonFault(text) === undefined).toBe(valid)
    }),
    { numRuns: 5000 },
  )
})

it('rejects a fence if allowFence is false', async () => {
  expect(await validate(json, { allowFence: false }, '```json\n{}\n```')).toMatchObject({ passed: false })
})

const book = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 1 },
    year: { type: 'integer' },
    mail: { type: 'string', format: 'email' },
    kind: { enum: ['novel', 'essay'] },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['title', 'year'],
  additionalProperties: false,
}

it.each([
  ['{"title": "x", "year": 1}', 1, 'valid JSON that matches the schema'],
  ['{"title": "x", "year": "1"}', 0.5, '/year must be integer'],
  ['{"title": "x"}', 0.5, "the value must have required property 'year'"],
  ['{"title": "x", "year": 1, "page": 2}', 0.5, 'the value must not have the property "page"'],
  ['{"title": "x", "year": 1, "mail": "no"}', 0.5, '/mail must match format "email"'],
  ['{"title": "x", "year": 1, "kind": "poem"}', 0.5, '/kind must be ["novel","essay"]'],
  [
    '{"title": "", "year": 1.5}',
    1 / 3,
    '/title must NOT have fewer than 1 characters; /year must be integer',
  ],
  [
    '{"title": "x", "year": 1, "tags": [1,2,3,4,5,6,7]}',
    1 / 8,
    '/tags/0 must be string; /tags/1 must be string; /tags/2 must be string; /tags/3 must be string; /tags/4 must be string; and 2 more',
  ],
  ['[]', 0.5, 'the value must be object'],
])('validates %s against a schema', async (text, score, measured) => {
  for (const draft of [{}, { $schema: 'http://json-schema.org/draft-07/schema#' }]) {
    const result = await validate(json, { schema: { ...draft, ...book } }, text)
    expect(result).toMatchObject({ score, passed: score === 1, measured })
    expect(result.message).toBe(
      score === 1 ? measured : `${measured}, must be valid JSON that matches the schema`,
    )
  }
})

it('supports keywords that only draft 2020-12 or only draft-07 has', async () => {
  const modern = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    prefixItems: [{ type: 'string' }],
  }
  const old = { $schema: 'http://json-schema.org/draft-07/schema', items: [{ type: 'string' }] }
  expect(await validate(json, { schema: modern }, '[1]')).toMatchObject({ passed: false })
  expect(await validate(json, { schema: old }, '[1]')).toMatchObject({ passed: false })
})

it('includes the schema in the requirement', async () => {
  expect((await validatorOf(json, {})).requirement).toBe('valid JSON')
  expect((await validatorOf(json, { schema: { type: 'array' } })).requirement).toBe(
    'valid JSON that matches the schema {"type":"array"}',
  )
})

it.each([
  [{ properties: { a: { type: 'text' } } }, '/properties/a/type must be equal to one of the allowed values'],
  [{ requierd: ['a'] }, 'unknown keyword: "requierd"'],
  [{ type: 'string', format: 'e-mail' }, 'unknown format "e-mail"'],
  [{ $ref: 'other.json' }, '"$ref": "other.json" names another document, which is not read'],
  [{ items: { $ref: 'https://example.com/x.json#/a' } }, 'x.json#/a" names another document'],
  [{ $ref: '#/$defs/a' }, '"$ref": "#/$defs/a" names no part of the schema'],
  [{ pattern: '(' }, 'Invalid regular expression: /(/u: Unterminated group'],
  [{ $schema: 'http://json-schema.org/draft-03/schema' }, 'draft-03'],
])('rejects the schema %j on creation', async (schema, problem) => {
  await expect(validatorOf(json, { schema })).rejects.toThrow(problem)
  await expect(validatorOf(json, { schema })).rejects.toMatchObject({ code: 'config' })
})

it('gives up a schema whose pattern takes too long', async () => {
  const schema = { type: 'string', pattern: '(a+)+$' }
  await expect(validate(json, { schema }, JSON.stringify(`${'a'.repeat(100)}!`))).rejects.toMatchObject({
    code: 'validator-timeout',
  })
})

it.each([
  ['Here', {}, 'line 1, column 1: expected a value, found "Here"'],
  ['  x', {}, 'line 1, column 3: expected a value, found "x"'],
  ['{"a": 1,,', {}, 'line 1, column 9: expected a key in double quotes, found ","'],
  ['{} done', {}, 'line 1, column 4: expected the end, found "done"'],
  ['["a\n', {}, 'line 1, column 2: expected a value or "]", found "\\""'],
  ['[01', {}, 'line 1, column 3: expected "," or "]", found "1"'],
  ['```python\n', {}, 'line 1, column 1: expected a value, found "`"'],
  ['```json\n{"a" 1', {}, 'line 2, column 6: expected ":", found "1"'],
  ['```', { allowFence: false }, 'line 1, column 1: expected a value, found "`"'],
])('rejects the unfinished text %j with the options %j: %s', async (text, options, measured) => {
  expect((await validatorOf(json, options)).validatePrefix?.(text)).toMatchObject({ passed: false, measured })
})

it('accepts each prefix of JSON as unfinished', async () => {
  const validator = await validatorOf(json, {})
  const texts = [
    '\uFEFF {"a": [1.5e+3, -0.1, true, false, null], "b\\u00e9\\n": "é\\\\"}',
    '```json5\n[1, {}]\n``` \n',
    '~~~\n"x"\n~~~',
  ]
  for (const text of texts) {
    expect(await validate(json, {}, text)).toMatchObject({ passed: true })
    for (let end = 0; end <= text.length; end++) {
      expect(
        validator.validatePrefix?.(text.slice(0, end)),
        JSON.stringify(text.slice(0, end)),
      ).toBeUndefined()
    }
  }
})

it('rejects no unfinished text that a continuation turns into JSON', async () => {
  const validator = await validatorOf(json, {})
  const pieces = fc.constantFrom(
    ...'{}[]:,"\\1-0.eu a`'.split(''),
    'true',
    'null',
    '\n',
    '"a"',
    '```json\n',
    '\n```',
  )
  fc.assert(
    fc.property(fc.json(), fc.array(pieces, { maxLength: 6 }), fc.nat(40), (value, parts, cut) => {
      for (const text of [value, parts.join(''), `\`\`\`json\n${value}\n\`\`\``]) {
        const isRejected = validator.validatePrefix?.(text.slice(0, cut)) !== undefined
        const { passed } = validator.validate({ prompt: prompt(), text }, testScope()) as { passed: boolean }
        expect(isRejected && passed, JSON.stringify([text, cut])).toBe(false)
      }
    }),
    { numRuns: 3000 },
  )
})

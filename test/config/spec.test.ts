import fc from 'fast-check'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { escapeValue, optionKinds, parseSpec } from '../../src/config/spec.ts'
import type { NamedOptions } from '../../src/core/types.ts'
import { isDuration, toMs } from '../../src/util/duration.ts'

const options = z.strictObject({
  min: z.int().optional(),
  unit: z.string().optional(),
  terms: z.array(z.string()).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  entries: z.union([z.string(), z.array(z.record(z.string(), z.unknown()))]).optional(),
  whole: z.boolean().optional(),
  schema: z.record(z.string(), z.unknown()).optional(),
})
const grammar = { kindsOf: () => optionKinds(options), mainOption: 'model' }

/** The inverse of `parseSpec`. */
function formatSpec({ name, ...options }: NamedOptions): string {
  const values = Object.entries(options)
  const flat = values.every(([, value]) => isFlat(value))
  if (!flat) return JSON.stringify({ name, ...options })
  const pairs = values.map(([key, value]) => `${key}=${formatValue(value)}`)
  return pairs.length === 0 ? name : `${name}:${pairs.join(',')}`
}

const isFlat = (value: unknown): boolean =>
  ['number', 'boolean'].includes(typeof value) ||
  isText(value) ||
  (Array.isArray(value) && value.length > 0 && value.every(isText))
/** A leading brace would be read as JSON. */
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && !/^[{[]/.test(value)

const formatValue = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).map(escapeValue).join('|') : escapeValue(String(value))

describe('a spec', () => {
  it.each<[string, object]>([
    ['json', { name: 'json' }],
    ['length:min=400,unit=words', { name: 'length', min: 400, unit: 'words' }],
    ['length:unit=400', { name: 'length', unit: '400' }],
    ['content:terms=solar|wind', { name: 'content', terms: ['solar', 'wind'] }],
    ['content:terms=solar', { name: 'content', terms: ['solar'] }],
    ['content:either=solar', { name: 'content', either: 'solar' }],
    ['content:either=a|b', { name: 'content', either: ['a', 'b'] }],
    ['content:terms=a\\,b|c\\|d|e\\\\f', { name: 'content', terms: ['a,b', 'c|d', 'e\\f'] }],
    ['content:entries=a\\,b\nc\\,d', { name: 'content', entries: 'a,b\nc,d' }],
    ['content:entries=[{"a":1}]', { name: 'content', entries: [{ a: 1 }] }],
    ['content:whole=true', { name: 'content', whole: true }],
    ['content:whole', { name: 'content', whole: true }],
    ['content:unit=a=b', { name: 'content', unit: 'a=b' }],
    [
      'json:schema={"type":"object"\\,"required":["a"]}',
      { name: 'json', schema: { type: 'object', required: ['a'] } },
    ],
    ['{"name":"length","min":4}', { name: 'length', min: 4 }],
    ['length:min=many', { name: 'length', min: 'many' }],
    ['reflexion=groq:llama-3.1-8b', { name: 'reflexion', model: 'groq:llama-3.1-8b' }],
  ])('%s', (spec, expected) => {
    expect(parseSpec(spec, grammar)).toEqual(expected)
  })

  it.each<[string, object]>([
    ['ifeval:startend:quotation', { name: 'ifeval:startend:quotation' }],
    ['ifeval:startend:quotation:whole', { name: 'ifeval:startend:quotation', whole: true }],
    ['ifeval:startend:terms=a|b', { name: 'ifeval:startend', terms: ['a', 'b'] }],
    ['ifeval:startend:unit=a:b,min=4', { name: 'ifeval:startend', unit: 'a:b', min: 4 }],
    ['length:min=4', { name: 'length', min: 4 }],
    ['lenght:min=4', { name: 'lenght', min: 4 }],
  ])('%s has the longest name that is known', (spec, expected) => {
    const names = ['ifeval:startend', 'ifeval:startend:quotation', 'length']
    expect(parseSpec(spec, { ...grammar, isName: (name) => names.includes(name) })).toEqual(expected)
  })

  it.each([
    [':min=4', 'lacks a name'],
    ['length:min', '"min" has no value'],
    ['{"name":', 'not JSON'],
  ])('%s is an error: %s', (spec, message) => {
    expect(() => parseSpec(spec, grammar)).toThrow(message)
  })

  it('loses nothing of the config form', () => {
    const text = fc.string({ minLength: 1, unit: fc.constantFrom(...'ab,|\\= {["\n:é') })
    const config = fc.record(
      {
        min: fc.integer(),
        unit: text,
        terms: fc.array(text, { minLength: 1 }),
        whole: fc.boolean(),
        schema: fc.constant({ type: 'object' }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(config, (rest) => {
        expect(parseSpec(formatSpec({ name: 'x', ...rest }), { kindsOf: grammar.kindsOf })).toEqual({
          name: 'x',
          ...rest,
        })
      }),
    )
  })
})

it.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['2d', 172_800_000],
])('%s is %i ms', (text, expected) => {
  expect([isDuration(text), toMs(text)]).toEqual([true, expected])
})

it.each(['', '90', 's', '0s', '1 s', '-5s', '1y'])('"%s" is no duration', (text) => {
  expect(isDuration(text)).toBe(false)
})

it.each([
  ['a number', z.int().min(1).optional(), ['number']],
  ['true or false', z.boolean().default(true), ['boolean']],
  ['a literal', z.literal(false), ['boolean']],
  ['one of several types', z.union([z.string(), z.number()]), ['string', 'number']],
  ['a list', z.array(z.string()), ['array']],
  ['a list of objects, which can only be JSON', z.array(z.object({})), ['object']],
  ['a list of objects or names', z.array(z.union([z.string(), z.object({})])), ['array']],
  ['an object', z.record(z.string(), z.number()), ['object']],
  ['a value that is transformed', z.array(z.string()).transform((items) => items.length), ['array']],
  ['a value that is prepared', z.preprocess((value) => value, z.number()), ['number']],
])('an option that is %s accepts its kinds of values', (_, type, kinds) => {
  expect(optionKinds(z.object({ option: type }))).toEqual({ option: kinds })
})

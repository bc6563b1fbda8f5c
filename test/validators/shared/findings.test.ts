/** Findings: the places that validators object to. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { content } from '../../../src/validators/text/content.ts'
import { secrets } from '../../../src/validators/safety/secrets.ts'
import { createIndexMap, toComparable } from '../../../src/validators/shared/typography.ts'
import { check } from '../../helpers/checks.ts'
import { validate } from '../validate.ts'

describe('an index of a comparable text', () => {
  it.each<[string, string, string]>([
    ['plain wind', 'wind', 'wind'],
    ['the  \n wind', 'wind', 'wind'],
    ['cafe\u0301 wind', 'café', 'cafe\u0301'],
    ['a sof\u00adt wind', 'soft', 'sof\u00adt'],
    ['“wind”', 'wind', 'wind'],
    ['well… wind', 'wind', 'wind'],
    ['STRASSE straße wind', 'wind', 'wind'],
    ['😀 wind', 'wind', 'wind'],
    ['solar  power', 'solar power', 'solar  power'],
    [`${'風'.repeat(500)}力発電`, '力発', '力発'],
    [`${' \n'.repeat(50_000)}wind`, 'wind', 'wind'],
  ])('belongs to a place of the text: %#', (text, term, found) => {
    const at = toComparable(text, false).indexOf(toComparable(term, false))
    const indexOf = createIndexMap(text, false)
    expect(text.slice(indexOf(at), indexOf(at + toComparable(term, false).length))).toBe(found)
  })

  it('is an index of the text, whatever the text, and never goes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const indexOf = createIndexMap(text, false)
        const indices = Array.from({ length: toComparable(text, false).length + 1 }, (_, at) => indexOf(at))
        expect(indices.every((at, i) => at >= (indices[i - 1] ?? 0) && at <= text.length)).toBe(true)
      }),
    )
  })
})

it('a validation lists all places, in the order of the text', async () => {
  const { message, findings } = await validate(content, { forbidden: ['b', 'a'] }, 'a b\nb a')
  expect(message).toBe('"b", "a" are forbidden')
  expect(findings?.map(({ line, column, rule }) => [line, column, rule])).toEqual([
    [1, 1, 'content'],
    [1, 3, 'content'],
    [2, 1, 'content'],
    [2, 3, 'content'],
  ])
})

it('a fault without a place stands at the beginning, beside those with one', async () => {
  const { findings } = await validate(content, { required: ['sun'], forbidden: ['b'] }, 'a b')
  expect(findings).toEqual([
    { line: 1, column: 1, message: '"sun" is missing', rule: 'content' },
    { line: 1, column: 3, endLine: 1, endColumn: 4, message: '"b" is forbidden', rule: 'content' },
  ])
})

it('there are no findings where no place is known, nor where a text passes', async () => {
  expect(await validate(content, { required: ['sun'] }, 'a')).not.toHaveProperty('findings')
  expect(await validate(content, { forbidden: ['sun'] }, 'a')).not.toHaveProperty('findings')
})

it('secrets have places, and their values stay out of the messages', async () => {
  const { findings } = await validate(secrets, {}, 'x\nkey: AKIAQYLPMN5HFIQR7XYZ')
  expect(findings).toMatchObject([{ line: 2, column: 6, endLine: 2, endColumn: 26 }])
  expect(JSON.stringify(findings)).not.toContain('AKIA')
})

it.each([
  ['all', 'content:forbidden=b'],
  ['any', 'content:forbidden=b'],
])('%s passes on the findings of its failed parts', async (name, part) => {
  const { findings } = await check({ name, validators: [part, 'content:required=sun'] }, 'a b')
  expect(findings?.map(({ column, rule }) => [column, rule])).toEqual([
    [3, 'content'],
    [1, 'content'],
  ])
})

it('not has no findings, since its parts pass', async () => {
  const result = await check({ name: 'not', validators: ['length:min=1'] }, 'a b')
  expect(result).not.toHaveProperty('findings')
})

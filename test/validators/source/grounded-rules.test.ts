import { describe, expect, it } from 'vitest'
import type { Prompt } from '../../../src/core/types.ts'
import { grounded } from '../../../src/validators/source/grounded.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validatorOf } from '../validate.ts'
import { SOURCE, ungrounded } from './ungrounded.ts'

describe('grounded: rules', () => {
  it.each([
    ['about 1,300 euros', { rounding: true }, []],
    ['about 1,300 euros', {}, ['1,300 euros']],
    ['about 1,400 euros', { rounding: true }, ['1,400 euros']],
    ['2,500 grams', { conversions: true }, []],
    ['2,500 grams', {}, ['2,500 grams']],
    ['5.5 lb', { conversions: true }, []],
    ['6.5 lb', { conversions: true }, ['6.5 lb']],
  ])('%s with %j', async (text, options, expected) => {
    expect(await ungrounded(SOURCE, text, options)).toEqual(expected)
  })

  it.each([
    ['sum', '500 EUR', '450 EUR'],
    ['difference', '100 EUR', '90 EUR'],
    ['ratio', 'a factor of 1.5', 'a factor of 1.6'],
    ['percent', '50% more', '40% more'],
  ])('%s allows %s, but not %s', async (rule, right, wrong) => {
    const source = 'Revenue 2024: 200 EUR. Revenue 2025: 300 EUR.'
    expect(await ungrounded(source, right, { derived: [rule] })).toEqual([])
    expect(await ungrounded(source, right)).toHaveLength(1)
    expect(await ungrounded(source, wrong, { derived: [rule] })).toHaveLength(1)
  })

  it('checks only the kinds that are asked for', async () => {
    expect(await ungrounded(SOURCE, '99 EUR and 99 kg', { kinds: ['measure'] })).toEqual(['99 kg'])
    expect(
      await ungrounded('Made by Anna Weber.', 'It was made by Anna Maier.', { kinds: ['name'] }),
    ).toEqual(['Maier'])
  })
})

describe('grounded: sources', () => {
  const check = async (fields: Partial<Prompt>, text: string, options: object = {}) => {
    const validator = await validatorOf(grounded, options)
    return validator.validate({ prompt: { ...prompt(), ...fields }, text }, testScope())
  }
  const cases: [string, Partial<Prompt>, object][] = [
    ['the field source', { source: 'It weighs 7 kg.' }, {}],
    ['a record as source', { source: { weight_kg: 7 } }, {}],
    ['a record in JSON', { source: '{"weight_kg": 7}' }, {}],
    ['the other fields', { meta: { weight_kg: '7' } }, {}],
    ['the prompt', { text: 'Describe a lamp of 7 kg.' }, {}],
    ['the prompt besides other fields', { text: 'Describe a lamp of 7 kg.', meta: { sku: 'A' } }, {}],
    ['the draft', { draft: 'It weighs 7 kg.' }, { from: ['draft'] }],
    ['the option source', { source: 'It weighs 8 kg.' }, { source: 'It weighs 7 kg.' }],
  ]
  it.each(cases)('reads %s', async (_, fields, options) => {
    expect(await check(fields, 'The lamp weighs 7 kilograms.', options)).toMatchObject({ passed: true })
    expect(await check(fields, 'The lamp weighs 8 kilograms.', options)).toMatchObject({ passed: false })
    expect(await check(fields, 'The lamp weighs 7 pounds.', options)).toMatchObject({ passed: false })
  })

  it('ignores the prompt if the row has a source', async () => {
    const fields = { text: 'Write 99 words.', source: 'It weighs 7 kg.' }
    expect(await check(fields, '99 words')).toMatchObject({ passed: false })
  })

  it('fails without an opinion if there is no source', async () => {
    await expect(check({ text: '' }, '7 kg')).rejects.toThrow('the prompt has no other fields and no text')
    await expect(check({}, '7 kg', { from: ['row'] })).rejects.toMatchObject({ code: 'no-source' })
  })
})

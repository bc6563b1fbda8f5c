import { describe, expect, it } from 'vitest'
import { readPriceFile } from '../../../src/providers/pricing/price-file.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()

describe('a file of prices', () => {
  const prices = { 'mine:llama': { input: 0.2, cachedInput: 0.1, output: 0.6 } }

  it('contains prices by provider:model, as in the settings', () => {
    const above = [{ inputTokens: 1000, input: 1, output: 2 }]
    const content = { ...prices, 'mine:long': { input: 0.2, output: 0.6, above } }
    expect(readPriceFile(folder.write('own.json', content))).toEqual(content)
  })

  it('may be a download of models.dev', () => {
    const models = {
      'a/b': { id: 'a/b', cost: { input: 1, output: 2, cache_read: 0.5 } },
      free: { id: 'free' },
    }
    const content = { mine: { id: 'mine', npm: '@ai-sdk/mine', models }, other: { id: 'other', models: {} } }
    expect(readPriceFile(folder.write('models.json', content))).toEqual({
      'mine:a/b': { input: 1, output: 2, cachedInput: 0.5 },
    })
  })

  it.each<[string, unknown, string]>([
    ['not JSON', '{"mine:llama": ', 'bad.json: not JSON: line 1, column 16: '],
    ['a list', [], 'bad.json: not an object'],
    [
      'a price without output',
      { 'mine:m': { input: 1 } },
      'bad.json: mine:m.output: must be a number of USD, 0 or more',
    ],
    [
      'a negative price',
      { 'mine:m': { input: -1, output: 1 } },
      'bad.json: mine:m.input: must be a number of USD',
    ],
    ['an unknown field', { 'mine:m': { input: 1, output: 1, ouptut: 1 } }, 'bad.json: mine:m: '],
    ['a key without a provider', { ...prices, llama: { input: 1, output: 1 } }, 'bad.json: llama: '],
    [
      'a price of a provider that is text',
      { mine: { models: { m: { cost: { input: '1', output: 2 } } } } },
      'bad.json: mine.models.m.cost.input: must be a number of USD, 0 or more',
    ],
    ['neither form', { mine: { input: 1, output: 1 } }, 'bad.json: mine.models: '],
  ])('is refused with file and key if it is or has %s', (_, content, message) => {
    const path = folder.write('bad.json', content)
    expect(() => readPriceFile(path)).toThrow(expect.objectContaining({ name: 'ConfigError' }))
    expect(() => readPriceFile(path)).toThrow(message)
  })

  it('must exist', () => {
    expect(() => readPriceFile('/nowhere/prices.json')).toThrow('there is no file /nowhere/prices.json')
  })
})

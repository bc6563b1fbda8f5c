import { describe, expect, it } from 'vitest'
import { cpuMsOf } from '../helpers/linear-time.ts'
import { didYouMean, findSimilar, getByName } from '../../src/util/lookup.ts'

const NAMES = ['length', 'content', 'json', 'self-refine']

describe('a similar name', () => {
  it.each([
    ['lenght', 'length'],
    ['JSON', 'json'],
    ['jsn', 'json'],
    ['selfrefine', 'self-refine'],
    ['grammar', undefined],
    ['', undefined],
  ])('of %j is %j', (name, similar) => {
    expect(findSimilar(name, NAMES)).toBe(similar)
  })

  it('differs by one edit if two neighbours are swapped', () => {
    expect(findSimilar('modle', ['model'])).toBe('model')
    expect(findSimilar('jsno', ['json'])).toBe('json')
  })

  it('is not sought by the letter if the name is much longer, so that a name of megabytes costs no time', async () => {
    const known = Array.from({ length: 50 }, (_, index) => `one-of-the-known-names-${index}`)
    const work = () => expect(findSimilar('n'.repeat(1_000_000), known)).toBeUndefined()
    expect(await cpuMsOf(work)).toBeLessThan(500)
  })

  it('is the one with the fewest edits', () => {
    expect(findSimilar('contents', ['contented', 'content'])).toBe('content')
  })
})

it('hints at a similar name, or lists known names', () => {
  expect(didYouMean('lenght', NAMES)).toBe('did you mean "length"?')
  expect(didYouMean('grammar', NAMES)).toBe('known: length, content, json, self-refine')
  const columns = Array.from({ length: 200 }, (_, index) => `column ${index}`)
  expect(didYouMean('grammar', columns)).toMatch(/^known: column 0, .*, column 44 and 155 more$/)
})

it('gets an item by name, or throws an error with a hint', () => {
  const items = [{ name: 'length' }, { name: 'json' }]
  const get = (name: string) => getByName(items, name, (hint) => new Error(`no ${name}; ${hint}`))
  expect(get('json')).toBe(items[1])
  expect(() => get('jason')).toThrow('no jason; did you mean "json"?')
})

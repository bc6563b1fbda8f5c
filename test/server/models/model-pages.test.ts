import { describe, expect, it } from 'vitest'
import { pageOf } from '../../../src/server/models/model-pages.ts'

const IDS = ['a', 'b', 'c', 'd']

describe('the page of the list of models', () => {
  it.each([
    [{}, ['a', 'b', 'c', 'd'], false],
    [{ limit: '2' }, ['a', 'b'], true],
    [{ limit: '2', after_id: 'b' }, ['c', 'd'], false],
    [{ limit: '2', before_id: 'd' }, ['b', 'c'], true],
    [{ before_id: 'b', beta: 'true' }, ['a'], false],
  ])('for %j is %j', (query, data, hasMore) => {
    const page = pageOf(IDS, query)
    expect(page).toEqual({ data, has_more: hasMore, first_id: data[0], last_id: data.at(-1) })
  })

  it('after the last model is empty', () => {
    const page = { data: [], has_more: false, first_id: null, last_id: null }
    expect(pageOf(IDS, { after_id: 'd' })).toEqual(page)
  })

  it.each([
    [{ limit: '0' }, 'limit must be 1 or more'],
    [{ limit: 'all' }, 'limit must be a number'],
    [{ after_id: 'x' }, 'after_id: no model and no profile is listed as "x"'],
    [{ after_id: 'a', before_id: 'b' }, 'exclude each other'],
  ])('for %j is refused', (query, reason) => {
    expect(() => pageOf(IDS, query)).toThrow(reason)
  })
})

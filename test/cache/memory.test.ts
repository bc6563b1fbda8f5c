import { expect, it } from 'vitest'
import { createMemoryCache } from '../../src/cache/memory.ts'
import { answer } from '../helpers/scripted.ts'

it('the memory cache evicts the least recently used entry when it is full', async () => {
  // Each entry counts 1000 in addition to its text.
  const cache = createMemoryCache(2500)
  await cache.set('a', answer({ text: '12345' }))
  await cache.set('b', answer({ text: '12345' }))
  await cache.get('a')
  await cache.set('c', answer({ text: '12345' }))
  expect(await cache.get('b')).toBeUndefined()
  expect(await cache.get('a')).toMatchObject({ text: '12345' })
})

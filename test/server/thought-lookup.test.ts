import { expect, it } from 'vitest'
import type { Store } from '../../src/core/backends/store.ts'
import { createThoughtLookup } from '../../src/server/thought-lookup.ts'

const failingStore = {
  get: async () => {
    throw new Error('invalid byte sequence')
  },
} as unknown as Store

it.each(['\0', 'a\0b', '../etc', '0123456789abcdeg', '0123456789abcdef0', ''])(
  'the store is not asked for %j, which no thought has as its id',
  async (id) => {
    const thoughts = createThoughtLookup(async () => failingStore)
    await expect(thoughts.find(id)).rejects.toMatchObject({ status: 404, code: 'not_found' })
    await expect(thoughts.find('0123456789abcdef')).rejects.toThrow('invalid byte sequence')
  },
)

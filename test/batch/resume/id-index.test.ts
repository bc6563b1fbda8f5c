import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idIndex } from '../../../src/batch/resume/id-index.ts'

const operation = fc.record({
  kind: fc.constantFrom('set', 'add', 'get'),
  id: fc.oneof(fc.integer({ min: 0, max: 30 }).map(String), fc.string({ unit: 'binary', maxLength: 4 })),
  value: fc.nat(),
})

it('answers as a map does', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      const index = idIndex()
      const map = new Map<string, number>()
      for (const { kind, id, value } of operations) {
        if (kind === 'add') {
          expect(index.add(id, value)).toBe(map.get(id))
          if (!map.has(id)) map.set(id, value)
        } else if (kind === 'set') {
          index.set(id, value)
          map.set(id, value)
        }
        expect(index.get(id)).toBe(map.get(id))
        expect(index.size).toBe(map.size)
      }
    }),
  )
})

it.each<[string, (number: number) => string]>([
  ['counted', (number) => `row-${number}`],
  ['padded', (number) => String(number).padStart(20, '0')],
  ['long and alike', (number) => `${'a'.repeat(100)}${number.toString(36)}`],
  ['as digests are', (number) => (number * 2654435761).toString(16).padStart(16, '0')],
])('tells 200,000 ids apart that are %s, and finds each again', (_, idOf) => {
  const index = idIndex()
  let taken = 0
  for (let number = 0; number < 200_000; number++) if (index.add(idOf(number), number) !== undefined) taken++
  expect({ taken, size: index.size }).toEqual({ taken: 0, size: 200_000 })
  let wrong = 0
  for (let number = 0; number < 200_000; number++) if (index.get(idOf(number)) !== number) wrong++
  expect(wrong).toBe(0)
})

it('keeps numbers beyond 32 bits, such as places in a large file', () => {
  const index = idIndex()
  index.set('a', 2 ** 40)
  index.set('b', 0)
  expect([index.get('a'), index.get('b'), index.get('c')]).toEqual([2 ** 40, 0, undefined])
})

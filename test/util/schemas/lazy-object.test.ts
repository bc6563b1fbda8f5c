import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import { lazyObject, lazyStrictObject } from '../../../src/util/schemas/lazy-object.ts'

const properties = () => ({ min: z.int().default(1).describe('the minimum'), max: z.int().optional() })

test('a lazy object builds its properties once, on first use, also when it has been refined and extended', () => {
  const build = vi.fn<typeof properties>(properties)
  const schema = lazyStrictObject(build)
  const refined = schema
    .refine(({ min, max = min }) => min <= max, 'min is more than max')
    .describe('a range')
  expect(build).not.toHaveBeenCalled()
  expect(schema.parse({})).toEqual({ min: 1 })
  expect(refined.safeParse({ min: 3, max: 2 }).error?.issues[0]?.message).toBe('min is more than max')
  expect(schema.extend({ unit: z.string().default('words') }).parse({})).toEqual({ min: 1, unit: 'words' })
  expect(build).toHaveBeenCalledTimes(1)
})

test.each([
  { lazy: lazyObject(properties), eager: z.object(properties()) },
  { lazy: lazyStrictObject(properties), eager: z.strictObject(properties()) },
])('a lazy object accepts, refuses and documents what the schema of zod does', ({ lazy, eager }) => {
  for (const value of [{}, { min: 2 }, { min: 'two' }, { unknown: 1 }, [], null]) {
    expect(lazy.safeParse(value)).toEqual(eager.safeParse(value))
  }
  expect(z.toJSONSchema(lazy)).toEqual(z.toJSONSchema(eager))
})

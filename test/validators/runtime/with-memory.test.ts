import { expect, it } from 'vitest'
import type { Validator } from '../../../src/core/ports.ts'
import { noUsage } from '../../../src/core/usage.ts'
import { withMemory } from '../../../src/validators/runtime/with-memory.ts'
import { prompt, scriptedValidator, validation } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

/** Counts how often it is really asked. */
function counting(inner: Validator): Validator & { readonly asked: () => number } {
  let count = 0
  return {
    ...inner,
    asked: () => count,
    validate: (draft, scope) => (count++, inner.validate(draft, scope)),
  }
}

const draft = (text: string, question = 'Write.') => ({ prompt: prompt(question), text })
const slow = (check: (text: string) => boolean = () => true) =>
  counting(scriptedValidator('slow', check, { delayMs: 300 }))

it('asks once about a text', async () => {
  const inner = counting({ ...slow(), validate: () => validation() })
  const validator = withMemory(inner)
  for (const text of ['a', 'b', 'a', 'a', 'b']) await validator.validate(draft(text), testScope())
  expect(inner.asked()).toBe(2)
})

it('tells the prompts apart that a text answers', async () => {
  const inner = slow()
  const validator = withMemory(inner)
  for (const question of ['one', 'two', 'two']) await validator.validate(draft('a', question), testScope())
  expect(inner.asked()).toBe(2)
})

it('shares work under way', async () => {
  const inner = slow()
  const validator = withMemory(inner)
  const scope = testScope()
  await Promise.all([1, 2, 3].map(async () => validator.validate(draft('a'), scope)))
  expect({ asked: inner.asked(), atMs: scope.clock.now() }).toEqual({ asked: 1, atMs: 300 })
})

it('does not keep failures', async () => {
  const inner = slow(() => {
    throw new Error('busy')
  })
  const validator = withMemory(inner)
  for (let time = 0; time < 2; time++)
    await expect(validator.validate(draft('a'), testScope())).rejects.toThrow('busy')
  expect(inner.asked()).toBe(2)
})

it('asks again when who asked first called it off, and lets go of who no longer waits', async () => {
  const inner = slow()
  const validator = withMemory(inner)
  const [first, second, third] = [testScope(), testScope(), testScope()]
  const asked = [first, second, third].map((scope) => Promise.resolve(validator.validate(draft('a'), scope)))
  third.abort(new Error('not me'))
  await expect(asked[2]).rejects.toThrow('not me')
  first.abort(new Error('off'))
  await expect(asked[0]).rejects.toThrow('off')
  expect(await asked[1]).toMatchObject({ passed: true })
  expect(inner.asked()).toBe(2)
})

it('is bounded, and forgets what was not used for longest', async () => {
  const inner = counting({ ...slow(), validate: () => validation() })
  const validator = withMemory(inner)
  const ask = (text: string) => validator.validate(draft(text), testScope())
  await ask('first')
  for (let index = 0; index < 999; index++) await ask(`text ${index}`)
  await ask('first')
  await ask('one more')
  await ask('first')
  expect(inner.asked()).toBe(1001)
  await ask('text 0')
  expect(inner.asked()).toBe(1002)
  for (const letter of 'abc') await ask(letter.repeat(3_000_000))
  await ask('first')
  expect(inner.asked()).toBe(1006)
})

it('pays once', async () => {
  const usage = { ...noUsage, calls: 1 }
  const validator = withMemory({ ...slow(), validate: async () => validation({ usage }) })
  expect(await validator.validate(draft('a'), testScope())).toMatchObject({ usage: { calls: 1 } })
  expect(await validator.validate(draft('a'), testScope())).toMatchObject({ usage: { calls: 0 } })
})

it('leaves those alone whose answers may change', () => {
  const inner = { ...slow(), fresh: true }
  expect(withMemory(inner)).toBe(inner)
})

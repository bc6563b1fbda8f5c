import { expect, it } from 'vitest'
import type { Validator } from '../../../src/core/ports.ts'
import { noUsage } from '../../../src/core/usage.ts'
import { withValidationCache } from '../../../src/validators/runtime/with-validation-cache.ts'
import { prompt, scriptedValidator, validation } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

function counting(inner: Validator): Validator & { readonly calls: () => number } {
  let count = 0
  return {
    ...inner,
    calls: () => count,
    validate: (draft, scope) => (count++, inner.validate(draft, scope)),
  }
}

const draft = (text: string, promptText = 'Write.') => ({ prompt: prompt(promptText), text })
const slow = (check: (text: string) => boolean = () => true) =>
  counting(scriptedValidator('slow', check, { delayMs: 300 }))
const instant = () => counting({ ...slow(), validate: () => validation() })

it('validates equal texts once', async () => {
  const inner = instant()
  const validator = withValidationCache(inner)
  for (const text of ['a', 'b', 'a', 'a', 'b', '', '']) await validator.validate(draft(text), testScope())
  expect(inner.calls()).toBe(3)
})

it('validates a text again for another prompt', async () => {
  const inner = slow()
  const validator = withValidationCache(inner)
  for (const promptText of ['one', 'two', 'two'])
    await validator.validate(draft('a', promptText), testScope())
  expect(inner.calls()).toBe(2)
})

it.each([{ system: 'Be brief.' }, { draft: 'x' }, { source: { price: 9 } }, { meta: { price: 9 } }])(
  'validates a text again for the same prompt with %j',
  async (more) => {
    const inner = slow()
    const validator = withValidationCache(inner)
    const given = draft('a')
    for (const each of [given, { ...given, prompt: { ...given.prompt, ...more } }, draft('a')])
      await validator.validate(each, testScope())
    expect(inner.calls()).toBe(3)
  },
)

it('shares a validation in progress', async () => {
  const inner = slow()
  const validator = withValidationCache(inner)
  const scope = testScope()
  await Promise.all([1, 2, 3].map(async () => validator.validate(draft('a'), scope)))
  expect({ calls: inner.calls(), atMs: scope.clock.now() }).toEqual({ calls: 1, atMs: 300 })
})

it('does not cache failures', async () => {
  const inner = slow(() => {
    throw new Error('busy')
  })
  const validator = withValidationCache(inner)
  for (let time = 0; time < 2; time++)
    await expect(validator.validate(draft('a'), testScope())).rejects.toThrow('busy')
  expect(inner.calls()).toBe(2)
})

it('starts again when the first caller aborts, and rejects at once for a caller that aborts', async () => {
  const inner = slow()
  const validator = withValidationCache(inner)
  const [first, second, third] = [testScope(), testScope(), testScope()]
  const validations = [first, second, third].map((scope) =>
    Promise.resolve(validator.validate(draft('a'), scope)),
  )
  third.abort(new Error('third aborted'))
  await expect(validations[2]).rejects.toThrow('third aborted')
  first.abort(new Error('first aborted'))
  await expect(validations[0]).rejects.toThrow('first aborted')
  expect(await validations[1]).toMatchObject({ passed: true })
  expect(inner.calls()).toBe(2)
})

it('drops the least recently used texts beyond eight million characters', async () => {
  const inner = instant()
  const validator = withValidationCache(inner)
  const isCached = async (text: string) => {
    const before = inner.calls()
    await validator.validate(draft(text), testScope())
    return inner.calls() === before
  }
  const million = (letter: string) => letter.repeat(1_000_000)
  await isCached('short')
  for (const letter of 'abcde') await isCached(million(letter))
  expect(await isCached('short')).toBe(true)
  for (const letter of 'fgh') await isCached(million(letter))
  expect(await isCached('short')).toBe(true)
  expect(await isCached(million('b'))).toBe(true)
  expect(await isCached(million('a'))).toBe(false)
})

it('bounds the number of short texts, too', async () => {
  const inner = instant()
  const validator = withValidationCache(inner)
  for (const index of Array(10_000).keys()) await validator.validate(draft(`text ${index}`), testScope())
  await validator.validate(draft('text 0'), testScope())
  expect(inner.calls()).toBe(10_001)
})

it('reports the usage once', async () => {
  const usage = { ...noUsage, calls: 1 }
  const validator = withValidationCache({ ...slow(), validate: async () => validation({ usage }) })
  expect(await validator.validate(draft('a'), testScope())).toMatchObject({ usage: { calls: 1 } })
  expect(await validator.validate(draft('a'), testScope())).toMatchObject({ usage: { calls: 0 } })
})

it('leaves a validator that is not cacheable alone', () => {
  const inner = { ...slow(), cacheable: false }
  expect(withValidationCache(inner)).toBe(inner)
})

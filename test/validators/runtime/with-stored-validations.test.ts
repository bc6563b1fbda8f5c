import { expect, it } from 'vitest'
import type { Draft, Validator } from '../../../src/core/ports.ts'
import { withStoredValidations } from '../../../src/validators/runtime/with-stored-validations.ts'
import { memoryCache } from '../../helpers/memory-cache.ts'
import { testScope } from '../../helpers/scope.ts'
import { prompt, scriptedValidator } from '../../helpers/scripted.ts'

const draft = (text = 'text', more = {}): Draft => ({ text, prompt: prompt('Write.', more) })

/** Validates each draft with a validator of its own, as runs one after another do; returns how many really ran. */
async function runs(
  drafts: readonly Draft[],
  more: Partial<Validator> = {},
  { refresh = false, versions = ['1'] }: { refresh?: boolean; versions?: readonly string[] } = {},
): Promise<number> {
  const cache = memoryCache()
  let count = 0
  for (const [index, each] of drafts.entries()) {
    const inner = scriptedValidator('slow', () => Boolean(++count), { tier: 'slow' })
    const version = versions[index % versions.length] ?? ''
    const validator = withStoredValidations(
      { ...inner, identity: 'slow', ...more },
      { cache, refresh, version },
    )
    expect(await validator.validate(each, testScope())).toMatchObject({ validator: 'slow', passed: true })
  }
  return count
}

it('a validation of an earlier run is used again, for any prompt if the validator reads only the text', async () => {
  expect(await runs([draft(), draft()])).toBe(1)
  expect(await runs([draft(), draft('text', { text: 'Other.', draft: 'x', system: 's' })])).toBe(1)
  expect(await runs([draft(), draft('other')])).toBe(2)
})

it.each([
  { text: 'Other.' },
  { system: 'Other.' },
  { draft: 'Other.' },
  { meta: { price: 9 } },
  { source: 'Other.' },
])('a validator that reads the prompt runs again for another prompt: %j', async (more) => {
  expect(await runs([draft(), draft('text', more)], { readsPrompt: true })).toBe(2)
  expect(await runs([draft(), draft()], { readsPrompt: true })).toBe(1)
})

it('runs again for another version, when refreshed, and where results must not be stored', async () => {
  expect(await runs([draft(), draft()], {}, { versions: ['1', '2'] })).toBe(2)
  expect(await runs([draft(), draft()], {}, { refresh: true })).toBe(2)
  expect(await runs([draft(), draft()], { cacheable: false })).toBe(2)
  expect(await runs([draft(), draft()], { identity: undefined })).toBe(2)
  expect(await runs([draft(), draft()], { tier: 'instant' })).toBe(2)
  expect(await runs([draft(), draft()], { tier: 'instant', cacheable: true })).toBe(1)
  expect(await runs([draft(), draft()], { tier: 'local' })).toBe(2)
  expect(await runs([draft(), draft()], { tier: 'local', cacheable: true })).toBe(1)
  const long = 'a long text '.repeat(2000)
  expect(await runs([draft(long), draft(long)], { tier: 'local' })).toBe(1)
})

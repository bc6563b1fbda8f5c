import { expect, it } from 'vitest'
import { fingerprinter, type FileDigests } from '../../../src/batch/resume/fingerprint.ts'
import { policy, prompt } from '../../helpers/scripted.ts'

const fingerprints = (files: FileDigests = {}) =>
  fingerprinter({ ...policy(), validators: [], critics: [] }, { filesFor: () => Promise.resolve(files) })
const fingerprintOf = fingerprints()

it.each([
  [{ source: 'A lamp for 9 EUR.' }, { source: 'A lamp for 10 EUR.' }],
  [{ source: { price: 9 } }, { source: { price: 10 } }],
  [{ meta: { price: 9 } }, { meta: { price: 10 } }],
  [{}, { source: { price: 10 } }],
])('only the validators must run again when the row changes from %j to %j', async (before, after) => {
  const old = await fingerprintOf(prompt('Write.', before))
  const now = await fingerprintOf(prompt('Write.', after))
  expect(now).toEqual({ ...old, validators: now.validators })
  expect(now.validators).not.toBe(old.validators)
})

it('no fields and no source are as before', async () => {
  expect(await fingerprintOf(prompt('Write.', { meta: {} }))).toEqual(await fingerprintOf(prompt('Write.')))
})

it.each(['validators', 'critics'] as const)(
  'only the %s must run again when their files change',
  async (part) => {
    const old = await fingerprints({ [part]: 'one' })(prompt('Write.'))
    const now = await fingerprints({ [part]: 'two' })(prompt('Write.'))
    expect(now).toEqual({ ...old, [part]: now[part] })
    expect(now[part]).not.toBe(old[part])
  },
)

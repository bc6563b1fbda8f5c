import { expect, it } from 'vitest'
import { fingerprinter } from '../../../src/batch/resume/fingerprint.ts'
import { policy, prompt } from '../../helpers/scripted.ts'

const fingerprintOf = fingerprinter({ ...policy(), validators: [], critics: [] })

it.each([
  [{ source: 'A lamp for 9 EUR.' }, { source: 'A lamp for 10 EUR.' }],
  [{ source: { price: 9 } }, { source: { price: 10 } }],
  [{ meta: { price: 9 } }, { meta: { price: 10 } }],
  [{}, { source: { price: 10 } }],
])('only the validators must run again when the row changes from %j to %j', (before, after) => {
  const [old, now] = [before, after].map((more) => fingerprintOf(prompt('Write.', more)))
  expect(now).toEqual({ ...old, validators: now?.validators })
  expect(now?.validators).not.toBe(old?.validators)
})

it('no fields and no source are as before', () => {
  expect(fingerprintOf(prompt('Write.', { meta: {} }))).toEqual(fingerprintOf(prompt('Write.')))
})

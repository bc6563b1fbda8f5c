import { expect, it } from 'vitest'
import { COUNT } from '../../../src/sim/model/requirements.ts'

it('counts words as runs of characters that are not white space, in any script', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
  const text = characters.map((character) => `a${character}b`).join('')
  expect(COUNT.words(text)).toBe(text.match(/\S+/g)?.length)
  expect(COUNT.words('')).toBe(0)
  expect(COUNT.words(' \n')).toBe(0)
})

import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { wrapWords } from '../../../src/cli/output/wrap.ts'

it('breaks lines between words and indents what continues them', () => {
  const wrapped = wrapWords('tokens   200,000 in, 120,000 out, about 1,234 saved by early stops\n  short', 40)
  expect(wrapped.split('\n')).toEqual([
    'tokens   200,000 in, 120,000 out, about',
    '  1,234 saved by early stops',
    '  short',
  ])
})

it('keeps words that do not fit, and commands to copy', () => {
  expect(wrapWords(`see ${'x'.repeat(50)}`, 30)).toBe(`see\n  ${'x'.repeat(50)}`)
  const command = `  sifaka batch ${'rows '.repeat(20)}--resume`
  expect(wrapWords(command, 40)).toBe(command)
})

it('counts the columns of wide characters', () => {
  const wrapped = wrapWords('漢字 '.repeat(20), 30)
  expect(wrapped.split('\n').every((line) => stringWidth(line) < 30)).toBe(true)
})

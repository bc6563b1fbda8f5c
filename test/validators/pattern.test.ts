import { expect, it } from 'vitest'
import { pattern } from '../../src/validators/pattern.ts'
import { validate, validatorOf } from './validate.ts'

it.each([
  [{ required: '\\d{4}' }, 'in 1999', 1],
  [{ required: '\\d{4}' }, 'in 99', 0],
  [{ required: ['a', 'b'] }, 'a', 0.5],
  [{ required: ['a', 'b'] }, 'ab', 1],
  [{ forbidden: 'a' }, '', 1],
  [{ forbidden: 'a' }, 'aa', 0],
  [{ required: 'a', forbidden: 'b' }, 'ab', 0.5],
  [{ required: 'HELLO', flags: 'iu' }, 'hello', 1],
  [{ required: '^b$', flags: 'mu' }, 'a\nb\nc', 1],
  [{ required: '^b$' }, 'a\nb\nc', 0],
  [{ required: '^.$' }, '👍', 1],
  [{ required: '^.$', flags: '' }, '👍', 0],
  [{ required: '\\p{Lu}' }, 'É', 1],
  [{ required: 'a\\r\\nb' }, 'a\r\nb', 1],
  [{ required: 'x', min: 2, max: 4 }, 'x', 0.5],
  [{ required: 'x', min: 2, max: 4 }, 'xxxx', 1],
  [{ required: 'x', min: 2, max: 4 }, 'x'.repeat(8), 0.5],
  [{ required: 'x', max: 4 }, '', 0],
  [{ required: 'x', min: 0, max: 4 }, '', 1],
  [{ required: 'x*', min: 3, max: 3 }, 'axa', 0.75],
])('%j of %j', async (options, text, score) => {
  expect(await validate(pattern, options, text)).toMatchObject({ score, passed: score === 1 })
})

it.each([
  [{ required: '\\d+', flags: 'i' }, 'matches /\\d+/i'],
  [{ forbidden: 'a/b', flags: '' }, 'does not match /a\\/b/'],
  [{ required: 'x', min: 2, max: 4, flags: '' }, 'matches /x/ 2 to 4 times'],
  [{ required: ['x', 'y'], forbidden: 'z' }, 'matches /x/u; matches /y/u; does not match /z/u'],
])('%j is told as "%s"', async (options, requirement) => {
  expect((await validatorOf(pattern, options)).requirement).toBe(requirement)
})

it.each([
  [{ required: 'x', min: 2, max: 4 }, 'x', '/x/u matches 1 time, must match 2 to 4 times'],
  [{ required: 'x' }, '', '/x/u matches 0 times, must match'],
  [{ forbidden: '\\d+' }, 'in 1999', '/\\d+/u matches 1 time (first "1999"), must not match'],
  [{ required: 'x' }, 'xx', '/x/u matches 2 times, as required: matches /x/u'],
])('%j of %j says what was found and what must be', async (options, text, message) => {
  expect((await validate(pattern, options, text)).message).toBe(message)
})

it('counts a million matches', async () => {
  const text = 'x'.repeat(1_000_000)
  expect(await validate(pattern, { required: '.', min: 1_000_000 }, text)).toMatchObject({ passed: true })
})

it('gives a regular expression up that takes too long, which is neither a pass nor a fail', async () => {
  const hostile = `${'a'.repeat(50_000)}!`
  const started = process.hrtime.bigint()
  await expect(validate(pattern, { required: '(a+)+$' }, hostile)).rejects.toMatchObject({
    code: 'validator-timeout',
    message: expect.stringContaining('pattern /(a+)+$/u on 50001 characters was given up after 250 ms'),
  })
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000)
  expect(await validate(pattern, { required: 'a+' }, hostile)).toMatchObject({ passed: true })
})

it.each([
  [{}, 'expected required, forbidden or both'],
  [{ required: '(' }, 'Unterminated group'],
  [{ required: ['a', '(?<n>a)(?<n>b)'] }, 'Duplicate capture group name'],
  [{ required: '\\-' }, 'Invalid escape'],
  [{ required: 'a', flags: 'g' }, 'expected letters of'],
  [{ required: 'a', flags: 'uv' }, 'Invalid flags'],
  [{ forbidden: 'a', min: 1 }, 'expected a regular expression whose matches'],
  [{ required: 'a', min: 3, max: 2 }, 'expected max to be at least min'],
  [{ required: '' }, 'expected string to have >=1 characters'],
])('refuses %j', (options, problem) => {
  expect(() => pattern.options.parse(options)).toThrow(problem)
})

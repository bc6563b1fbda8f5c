import { expect, it } from 'vitest'
import { pattern } from '../../../src/validators/text/pattern.ts'
import { cpuMsOf } from '../../helpers/linear-time.ts'
import { validate, validatorOf } from '../validate.ts'

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
  [{ required: '\\d\\-\\d' }, '1-2', 1],
  [{ required: 'a\\_b' }, 'a_b', 1],
  [{ required: '\\"ok\\"' }, 'an "ok"', 1],
  [{ required: 'a\\:\\ b\\@c' }, 'a: b@c', 1],
  [{ required: '{name}' }, 'Dear {name}', 1],
  [{ required: 'A\\-b', flags: 'iu' }, 'a-b', 1],
  [{ counts: { ranges: { pattern: '\\d\\-\\d', min: 2 } } }, '1-2, 3-4', 1],

  [{ required: 'o\\.$' }, 'So.\n', 1],
  [{ required: 'o\\.$' }, 'So.\r\n', 1],
  [{ required: 'o\\.$' }, 'So.\n\n', 0],
  [{ required: '^\\w+$' }, 'word\n', 1],
  [{ required: '\\n$' }, 'word\n', 1],
  [{ required: 'a[$]' }, 'a\n', 0],
  [{ required: 'a\\$' }, 'a\n', 0],
  [{ required: '[[a-z]--[$]]$', flags: 'v' }, 'a\n', 1],
  [{ forbidden: '\\.$' }, 'Done.\n', 0],
  [{ required: 'a$', min: 1, max: 1 }, 'a\na\n', 1],
])('%j of %j', async (options, text, score) => {
  expect(await validate(pattern, options, text)).toMatchObject({ score, passed: score === 1 })
})

it.each([
  [{ required: '\\d+', flags: 'i' }, 'matches /\\d+/i'],
  [{ forbidden: 'a/b', flags: '' }, 'does not match /a\\/b/'],
  [{ required: 'x', min: 2, max: 4, flags: '' }, 'matches /x/ 2 to 4 times'],
  [{ required: ['x', 'y'], forbidden: 'z' }, 'matches /x/u; matches /y/u; does not match /z/u'],
])('the requirement of %j is "%s"', async (options, requirement) => {
  expect((await validatorOf(pattern, options)).requirement).toBe(requirement)
})

it.each([
  [{ required: 'x', min: 2, max: 4 }, 'x', '/x/u matches 1 time, must match 2 to 4 times'],
  [{ required: 'x' }, '', '/x/u does not match'],
  [{ forbidden: '\\d+' }, 'in 1999', '/\\d+/u matches 1 time (first "1999"), must not match'],
  [{ required: 'x' }, 'xx', '/x/u matches 2 times, as required: matches /x/u'],
])('%j of %j states the number of matches and the allowed number', async (options, text, message) => {
  expect((await validate(pattern, options, text)).message).toBe(message)
})

it('counts hundreds of thousands of matches', async () => {
  const text = 'x'.repeat(200_000)
  expect(await validate(pattern, { required: '.', min: 200_000 }, text)).toMatchObject({ passed: true })
})

it('stops a regular expression at the time limit, which is neither a pass nor a fail', async () => {
  const hostile = `${'a'.repeat(50_000)}!`
  await expect(validate(pattern, { required: '(a+)+$' }, hostile)).rejects.toMatchObject({
    code: 'validator-timeout',
    message: expect.stringContaining('pattern /(a+)+$/u on 50001 characters took longer than 250 ms'),
  })
  expect(await validate(pattern, { required: 'a+' }, hostile)).toMatchObject({ passed: true })
})

it.each([
  [{}, 'needs at least one of required, forbidden and counts'],
  [{ required: '(' }, 'Unterminated group'],
  [{ required: ['a', '(?<n>a)(?<n>b)'] }, 'Duplicate capture group name'],
  [{ required: '\\A-' }, 'Invalid escape'],
  [{ required: '\\p{Lu}\\-' }, 'Invalid escape'],
  [{ required: '\\-', flags: 'v' }, 'Invalid escape'],
  [{ required: 'a', flags: 'g' }, 'must be letters of'],
  [{ required: 'a', flags: 'uv' }, 'Invalid flags'],
  [{ forbidden: 'a', min: 1 }, 'min and max need a required regular expression'],
  [{ required: 'a', min: 3, max: 2 }, 'must be at least min'],
  [{ required: '' }, 'expected string to have >=1 characters'],
])('refuses %j', (options, problem) => {
  expect(() => pattern.options.parse(options)).toThrow(problem)
})

const links = { pattern: 'https?://', min: 1, max: 2 }

it.each([
  [
    { counts: { links } },
    'http://a',
    1,
    'links /https?:\\/\\//u matches 1 time, as required: matches links /https?:\\/\\//u 1 to 2 times',
  ],
  [{ counts: { links } }, '', 0, 'links /https?:\\/\\//u matches 0 times, must match 1 to 2 times'],
  [
    { counts: { x: { pattern: 'x', max: 0 } } },
    'xx',
    0,
    'x /x/u matches 2 times (first "x"), must not match',
  ],
])('%j of %j counts by name', async (options, text, score, message) => {
  expect(await validate(pattern, options, text)).toMatchObject({ score, message })
})

it.each([
  [{ required: ['foo', '[bad'] }, 'required'],
  [{ forbidden: ['[bad', 'foo'] }, 'forbidden'],
  [{ counts: { good: { pattern: 'foo', min: 1 }, bad: { pattern: '[bad', min: 1 } } }, 'counts'],
])('an invalid regular expression in %j is an error and never skipped', (options, where) => {
  const { error } = pattern.options.safeParse(options)
  expect(error?.issues).toMatchObject([
    { path: expect.arrayContaining([where]), message: expect.stringContaining('[bad') },
  ])
})

it('reports a match for the expression that matched', async () => {
  const options = { counts: { first: { pattern: 'zzz', max: 0 }, second: { pattern: 'foo', max: 0 } } }
  expect((await validate(pattern, options, 'foo')).measured).toBe(
    'second /foo/u matches 1 time (first "foo")',
  )
})

it.each([
  [{ forbidden: 'https?://' }, 'see http://', true],
  [{ forbidden: 'foo\\b' }, 'foo', false],
  [{ forbidden: 'foo\\b' }, 'foo.', true],
  [{ forbidden: 'foo$' }, 'foo bar', false],
  [{ forbidden: 'foo$' }, 'foo', false],
  [{ forbidden: 'foo(?!bar)' }, 'foo ', false],
  [{ forbidden: 'a\\$' }, 'a$', true],
  [{ forbidden: '(?<=x)a' }, 'xa', true],
  [{ forbidden: '[\\ud800-\\udbff]' }, 'a\ud83d', false],
  [{ required: 'x' }, 'y', false],
  [{ counts: { x: { pattern: 'x', max: 0 } } }, 'x', true],
])('%j of the unfinished text %j is certain to fail: %s', async (options, text, certain) => {
  expect((await validatorOf(pattern, options)).validatePrefix?.(text)?.passed).toBe(
    certain ? false : undefined,
  )
})

it('runs a slow expression only once on an unfinished text', async () => {
  const validator = await validatorOf(pattern, { forbidden: '(a+)+b' })
  const run = () => expect(validator.validatePrefix?.('a'.repeat(50))).toBeUndefined()
  run()
  // A second search would run until its time limit of 250 ms.
  expect(await cpuMsOf(run)).toBeLessThan(100)
})

it.each([
  [{ counts: {} }, 'needs at least one of required, forbidden and counts'],
  [{ counts: { x: { pattern: 'x' } } }, 'needs min, max or both'],
  [{ counts: { x: { pattern: 'x', min: 3, max: 2 } } }, 'must be at least min'],
])('refuses %j', (options, problem) => {
  expect(() => pattern.options.parse(options)).toThrow(problem)
})

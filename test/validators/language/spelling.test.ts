import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { spelling } from '../../../src/validators/language/spelling.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { validate, validatorOf } from '../validate.ts'

const folder = temporaryFolder()

// Suggestions take seconds, and much longer on a machine that is slow or busy.
it.each([
  "It's well-known that the café, the naïve résumé and dogs’ dinners don't matter.",
  'Then Sifaka met Verreaux in Antananarivo.',
  'Run `npm instal` or\n```js\nconst wrogn = 1\n```\nand see https://example.com/wrogn or my_wrogn.txt or wrogn@example.com.',
  'The JSON API of iPhone NASA camelCaseWord mp3 H2O',
  'Sifakas leap. We saw Sifakas.',
  '日本語 слово',
  '',
])('%j has no misspelled words', async (text) => {
  expect(await validate(spelling, {}, text)).toMatchObject({ passed: true, score: 1, measured: 0 })
})

it.each([
  ['We recieve teh mail.', 2, '2 misspelled words: "recieve" at 1:4 (receive?); "teh" at 1:12 (ten?)'],
  ['A line.\nRecieve it.', 1, '1 misspelled word: "Recieve" at 2:1 (Receive?)'],
  ['wrogn wrogn wrogn', 1, expect.stringContaining('"wrogn" at 1:1')],
  ['the colour', 1, expect.stringContaining('(color?)')],
])('finds the misspelled words of %j with their positions (%i)', async (text, measured, message) => {
  expect(await validate(spelling, {}, text)).toMatchObject({ passed: false, measured, message })
})

it('accepts as many misspelled words, and those words, that the options allow', async () => {
  const text = 'We recieve teh mail from Zxqvy.'
  expect(await validate(spelling, { max: 2 }, text)).toMatchObject({ passed: true, measured: 2 })
  expect(await validate(spelling, { max: 1 }, text)).toMatchObject({ passed: false })
  expect(await validate(spelling, { ignore: ['Recieve', 'TEH'] }, text)).toMatchObject({ passed: true })
  expect(await validate(spelling, { max: 2, names: true }, text)).toMatchObject({
    passed: false,
    measured: 3,
  })
})

it('has a requirement for the writer', async () => {
  expect((await validatorOf(spelling, {})).requirement).toBe('no misspelled words')
  expect((await validatorOf(spelling, { max: 2 })).requirement).toBe('at most 2 misspelled words')
})

it('checks only the beginning of a text that is longer than a novel, and says so', async () => {
  const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  const text = Array.from({ length: 30_000 }, (_, index) => `zx${letters(index)}`).join(' ')
  expect((await validate(spelling, {}, text)).message).toMatch(
    /^20000 misspelled words in the first \d{6} characters: /,
  )
  expect((await validate(spelling, {}, 'right '.repeat(300_000))).message).toContain(
    'in the first 1500000 characters',
  )
})

it('finds every occurrence, with a replacement if only one word is an edit away', async () => {
  const { findings } = await validate(spelling, {}, 'A langauge.\nNo langauge, teh end.')
  expect(findings).toMatchObject([
    { line: 1, column: 3, endColumn: 11, replacement: 'language' },
    { line: 2, column: 4, replacement: 'language' },
    { line: 2, column: 14, message: expect.stringMatching(/^"teh" is misspelled: /) as string },
  ])
  expect(findings?.[2]).not.toHaveProperty('replacement')
})

it('knows technical words, and British English', async () => {
  const text = 'The webhooks of our schemas.'
  expect(await validate(spelling, {}, text)).toMatchObject({ passed: true })
  expect(await validate(spelling, { dialect: 'British' }, 'The colour of aluminium.')).toMatchObject({
    passed: true,
  })
  expect(await validate(spelling, { dialect: 'British' }, 'the color')).toMatchObject({ passed: false })
})

it('reads Hunspell files', async () => {
  folder.write('mine.aff', 'SET UTF-8\n')
  folder.write('mine.dic', '2\nzork\nblork\n')
  const options = { dictionary: folder.path('mine.dic') }
  expect(await validate(spelling, options, 'zork blork')).toMatchObject({ passed: true })
  expect(await validate(spelling, options, 'zork house')).toMatchObject({ measured: 1 })
  await expect(validate(spelling, { dictionary: 'absent.dic' }, '')).rejects.toThrow(
    /cannot read the dictionary absent.dic: there is no file .*absent.aff$/,
  )
})

it.each(['ISO8859-1', 'ISO8859-15', 'microsoft-cp1252'])('reads Hunspell files in %s', async (encoding) => {
  writeFileSync(folder.path('latin.aff'), Buffer.from(`SET ${encoding}\n# \u00df\n`, 'latin1'))
  writeFileSync(folder.path('latin.dic'), Buffer.from('1\n\u00fcbung\n', 'latin1'))
  const options = { dictionary: folder.path('latin.dic') }
  expect(await validate(spelling, options, 'übung')).toMatchObject({ passed: true })
  expect(await validate(spelling, options, 'ubung')).toMatchObject({ passed: false })
})

it.each([
  ['SET UTF-8', /latin.dic is not UTF-8 text$/],
  ['', /latin.dic is not UTF-8 text$/],
  ['SET ISCII-DEVANAGARI', /its encoding ISCII-DEVANAGARI is not known$/],
])('refuses a dictionary with "%s" whose letters it cannot read', async (line, message) => {
  folder.write('latin.aff', `${line}\n`)
  writeFileSync(folder.path('latin.dic'), Buffer.from('1\n\u00fcbung\n', 'latin1'))
  await expect(validate(spelling, { dictionary: folder.path('latin.dic') }, '')).rejects.toThrow(message)
})

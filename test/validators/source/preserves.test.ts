import { describe, expect, it } from 'vitest'
import { preserves } from '../../../src/validators/source/preserves.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'
import { validate, validatorOf } from '../validate.ts'

const compare = (source: string, text: string, options: object = {}) =>
  validate(preserves, { source, ...options }, text)

describe('a translation passes', () => {
  it.each([
    [
      'with numbers in the notation of its language',
      'It costs 1,234.50 in 2026.',
      'Es kostet 2026 1.234,50.',
    ],
    ['with a date in the order of its language', 'On 05/31/2026 at 10:30', 'Am 31.05.2026 um 10:30 Uhr'],
    ['with grouped digits of any kind', 'about 12,500 people', "rund 12'500 Menschen"],
    ['with digits for a number word', 'five lamps', '5 Lampen'],
    ['with 24 hours for 12', 'Open until 3:30 pm', 'Bis 15:30 Uhr geöffnet'],
    ['with another space in the braces of a template', 'Hi {{ name }}', 'Hallo {{name}}'],
    ['of a time and of an adverb with a colon', 'Now: at 10:30', 'Jetzt: um 10:30'],
    ['with a per cent sign after a space', 'Save 50% discount', '50 % Rabatt sichern'],
    ['with another order of placeholders', '{a} of {b}', 'von {b} das {a}'],
    [
      'with translated readable attributes',
      '<img src="a.png" alt="A lamp">',
      '<img alt="Eine Lampe" src="a.png">',
    ],
    ['with translated text of links', '[the shop](https://a.example/x)', '[der Laden](https://a.example/x)'],
    [
      'with punctuation after an address',
      'See https://a.example/x for more.',
      'Mehr auf https://a.example/x.',
    ],
    ['with an address in brackets', 'See https://a.example/x.', 'Mehr (https://a.example/x)'],
    ['without any fragment', 'Good morning', 'Guten Morgen'],
    ['with a space that its language needs', 'Price: 5', 'Prix&nbsp;: 5'],
    [
      'with plural categories of its language',
      '{n, plural, one {# file} other {# files}}',
      '{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}',
    ],
    [
      'without # in a category that names one number',
      '{n, plural, one {# item} other {# items}}',
      '{n, plural, one {ein Stück} other {# Stück}}',
    ],
    [
      'with fragments in each branch',
      '{n, plural, one {<b>#</b> item} other {<b>#</b> items}}',
      '{n, plural, one {<b>#</b> Stück} few {<b>#</b> x} other {<b>#</b> Stück}}',
    ],
  ])('%s', async (_, source, text) => {
    expect(await compare(source, text)).toMatchObject({ passed: true })
  })
})

describe('a translation fails', () => {
  it.each([
    ['that translates a placeholder', 'Hello {name}', 'Hallo {Name}', '{Name} instead of {name}'],
    [
      'that translates a keyword of ICU',
      '{n, plural, other {#}}',
      '{n, Plural, other {#}}',
      'not a valid ICU message',
    ],
    [
      'that translates a key of a choice',
      '{g, select, male {his} other {their}}',
      '{g, select, männlich {sein} other {ihr}}',
      'no branch "male"',
    ],
    [
      'without the branch for all other numbers',
      '{n, plural, one {#} other {#}}',
      '{n, plural, one {#}}',
      'missing other clause',
    ],
    [
      'without the number in the branch for all other numbers',
      '{n, plural, one {# item} other {# items}}',
      '{n, plural, one {# Stück} other {Stück}}',
      '# is missing in the branch "other"',
    ],
    [
      'that loses an argument within a branch',
      '{n, plural, one {# of {name}} other {# of {name}}}',
      '{n, plural, one {# von {name}} other {# von}}',
      '{name} is missing in the branch "other"',
    ],
    [
      'that crosses elements',
      '<b><i>x</i></b>',
      '<b><i>x</b></i>',
      '</b> closes an element that is not open here',
    ],
    [
      'with another heading level',
      '# Title\n\nText',
      '## Titel\n\nText',
      'heading of level 1: 0, and 1 in the source',
    ],
    ['with a changed number', 'It weighs 12.5 kg', 'Es wiegt 12,6 kg', '12,6 instead of 12.5'],
    [
      'with a changed attribute',
      '<a href="/a">x</a>',
      '<a href="/b">x</a>',
      '<a href="/b"> instead of <a href="/a">',
    ],
  ])('%s', async (_, source, text, message) => {
    const validation = await compare(source, text)
    expect(validation.passed).toBe(false)
    expect(validation.message).toContain(message)
  })

  it('with another order, only if the order must be the same', async () => {
    expect((await compare('{a} {b}', '{b} {a}')).passed).toBe(true)
    expect(await compare('{a} {b}', '{b} {a}', { order: true })).toMatchObject({ passed: false })
  })

  it('with another number of names', async () => {
    const options = { terms: ['Photoshop'] }
    expect((await compare('Open Photoshop.', 'Öffnen Sie Photoshop.', options)).passed).toBe(true)
    expect((await compare('Open Photoshop.', 'Öffnen Sie das Programm.', options)).message).toContain(
      '"Photoshop": 0',
    )
  })
})

it('finds the place of a misspelt fragment and its correction', async () => {
  expect((await compare('Hello {name}!', 'Hallo,\n{nmae}!')).findings).toEqual([
    expect.objectContaining({ line: 2, column: 1, endColumn: 7, replacement: '{name}', rule: 'preserves' }),
  ])
})

describe('the source', () => {
  const validateDraft = async (options: object, fields: object, text: string) =>
    (await validatorOf(preserves, options)).validate(
      { prompt: { ...prompt('Say {hi}'), ...fields }, text },
      testScope(),
    )

  it.each([
    ['the field of the row', {}, { source: 'Hello {name}' }],
    ['all values of a record', {}, { source: { title: 'Hello', text: '{name}' } }],
    ['the supplied draft', { from: 'draft' }, { draft: 'Hello {name}' }],
    ['the prompt', { from: 'prompt' }, { text: 'Translate: Hello {name}' }],
  ])('is %s', async (_, options, fields) => {
    expect(await validateDraft(options, fields, 'Hallo {name}')).toMatchObject({ passed: true })
    expect(await validateDraft(options, fields, 'Hallo')).toMatchObject({ passed: false })
  })

  it('is never missing without an error', async () => {
    await expect(validateDraft({}, {}, 'Hallo')).rejects.toThrow('the prompt has no source')
  })
})

it.each(['{', '<a ', '`', '%(', '1,234', '[[', '{{', 'www.', 'a@b.', '<!-- ', '](', '``` '])(
  'takes linear time for many %s',
  async (piece) => {
    expect.hasAssertions()
    const kinds = ['placeholder', 'tag', 'url', 'code', 'number']
    const validator = await validatorOf(preserves, { source: 'x', kinds })
    await expectLinearTime({
      name: piece,
      textOf: (length) => piece.repeat(Math.ceil(length / piece.length)),
      maxLength: 100_000,
      work: (text) => validator.validate({ prompt: prompt(), text }, testScope()),
    })
  },
)

import { describe, expect, it } from 'vitest'
import { preserves } from '../../../src/validators/source/preserves.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'
import { validate, validatorOf } from '../validate.ts'

const compare = (source: string, text: string, options: object = {}) =>
  validate(preserves, { source, ...options }, text)

/** Fragments, and a sentence around them in English and in German. */
const FRAGMENTS = [
  // printf
  ['%s', '%d', '%1$s', '%2$d', '%.2f', '%05d', '%-10s', '%ld', '%@', '%x', '%%', '%(name)s', '%(count)d'],
  // Other placeholders
  ['{name}', '{0}', '{}', '{0:N2}', '{name!r}', '{user.name}', '{price:.2f}', '{{name}}', '{{ user.name }}'],
  ['{{{html}}}', '{{#if admin}}', '{{/if}}', '{{count, number}}', '{{> footer}}', '${name}', '${user.name}'],
  ['#{name}', '%{count}', '%name%', '$t(common.ok)', '[[name]]', '{% include "x.html" %}', '<%= name %>'],
  ['%d%%', '%ld%s', '@:link.text', '@:(a.b)', ':name', '\\n', '%PATH%'],
  ['__count__', '$username', '{% if user %}', '<% end %>'],
  // HTML
  ['<br>', '<br/>', '<hr class="wide">', '<img src="lamp.png" alt="A lamp">', '<input type="text">'],
  [
    '<b>bold</b>',
    '<a href="/shop?id=3">shop</a>',
    '<span class="price">now</span>',
    '<x id="1"/>',
    '<g id="2">x</g>',
  ],
  [
    '<!-- note -->',
    '&amp;',
    '&lt;',
    '<my-widget size="3"></my-widget>',
    '<code>npm</code>',
    '<p data-id="7">Hi</p>',
  ],
  ['<a href="{url}">here</a>', '<svg:rect/>', '<wbr>', '<i><b>both</b></i>'],
  // Addresses
  ['https://example.com', 'https://example.com/a?b=1&c=2#d', 'http://localhost:8080/x', 'www.example.org'],
  ['mailto:info@example.com', 'support@example.co.uk', 'ftp://files.example.com/a.zip'],
  ['https://en.wikipedia.org/wiki/Lamp_(light)', 'https://example.com/{id}/edit', 'https://example.com/%20x'],
  // Markdown
  ['`npm install`', '``a `tick` b``', '[the shop](https://example.com/shop)', '[guide](docs/guide.md)'],
  [
    '![A lamp](lamp.png)',
    '**now**',
    '*never*',
    '***both***',
    '[a](b.md "Title")',
    '<https://example.com/auto>',
  ],
  ['`{name}`', '`%s`', '`<b>`', '[x](#part-2)', '`sifaka --help`', '**`code`**'],
  // Numbers
  ['1,234.5', '42', '3.14', '2026', '10:30', '1.2.3', '7/8', '1 000 000', '99', '0.5'],
  // ICU messages
  '{count, plural, one {# item} other {# items}}',
  '{count, plural, =0 {none} one {# of {name}} other {# of {name}}}',
  '{gender, select, male {him} female {her} other {them}}',
  '{place, selectordinal, one {#st} two {#nd} other {#th}}',
  '{day, date, short} and {n, plural, other {#}}',
].flat()

/** Each breaks a fragment in one way; undefined if the result would mean the same. */
const BREAKS: readonly (readonly [name: string, breakIt: (fragment: string) => string | undefined])[] = [
  ['removed', () => ''],
  ['doubled', (fragment) => (/^[\d]/.test(fragment) ? undefined : `${fragment} ${fragment}`)],
  ['cut off', (fragment) => fragment.slice(0, -1)],
  ['without its beginning', (fragment) => fragment.slice(1)],
  ['with another letter or digit', alterMiddle],
]

/** Replaces a letter or digit that is no text to translate. */
function alterMiddle(fragment: string): string | undefined {
  const inside = /(?<=\[\[|[{%$(#`<&=/:@.]["\d]?)[A-Za-z]|\d/.exec(fragment)
  if (!inside) return undefined
  const { 0: old, index } = inside
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === 'q' ? 'z' : 'q'
  return `${fragment.slice(0, index)}${other}${fragment.slice(index + 1)}`
}

describe.each(FRAGMENTS)('the fragment %s', (fragment) => {
  const source = `Please note that ${fragment} is what the user sees here.`
  const translation = (given: string) => `Beachten Sie bitte, dass die Kundin hier ${given} sieht.`

  it('passes where the translation keeps it', async () => {
    expect(await compare(source, translation(fragment))).toMatchObject({ passed: true })
  })

  it.each(BREAKS)('fails where it is %s', async (_, breakIt) => {
    const broken = breakIt(fragment)
    if (broken === undefined) return
    const validation = await compare(source, translation(broken))
    expect(validation.message).not.toBe('')
    expect(validation).toMatchObject({ passed: false, findings: expect.arrayContaining([expect.anything()]) })
  })
})

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

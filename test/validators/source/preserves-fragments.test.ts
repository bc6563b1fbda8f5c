/** Every kind of fragment, kept by a translation or broken in every way. */
import { describe, expect, it } from 'vitest'
import { preserves } from '../../../src/validators/source/preserves.ts'
import { validate } from '../validate.ts'

const compare = (source: string, text: string) => validate(preserves, { source }, text)

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
  ['%1', '%L1', '%n', '%lld', '%zu', '%+d', '%*d', '%1$.2f', '%2$-10s', '%<count>d', '%<total>.2f'],
  ['{{^empty}}', '{{&raw}}', '{{! note }}', '{{else}}', '{{@index}}', '${{ env.X }}', '{{- .Name -}}'],
  ['{0,number}', '{0, date, short}', '{ $name }', '{:>10}', '<%- x %>', '@name@', String.raw`\(name)`],
  // HTML
  ['<0>link</0>', '<1/>', '<br />', '<input disabled>', '&nbsp;', '&#160;', '&hellip;', '&#x2019;'],
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
  ['[^1]', '[guide][ref]', '![lamp][img]'],
  ['`{name}`', '`%s`', '`<b>`', '[x](#part-2)', '`sifaka --help`', '**`code`**'],
  // Numbers
  ['1,234.5', '42', '3.14', '2026', '10:30', '1.2.3', '7/8', '1 000 000', '99', '0.5'],
  // ICU messages
  '{count, plural, one {# item} other {# items}}',
  '{count, plural, =0 {none} one {# of {name}} other {# of {name}}}',
  '{gender, select, male {him} female {her} other {them}}',
  '{place, selectordinal, one {#st} two {#nd} other {#th}}',
  '{day, date, short} and {n, plural, other {#}}',
  '{n, plural, offset:1 =0 {none} one {{name}} other {{name} and #}}',
  '{g, select, f {{n, plural, one {# her} other {# hers}}} other {{n, plural, one {# his} other {# theirs}}}}',
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
  const translations = [
    translation(fragment),
    `Veuillez noter que le client voit ${fragment} ici.`,
    // Markdown knows no bold text that begins with a mark after a letter.
    fragment.startsWith('**`')
      ? `お客様には ${fragment} が表示されます。`
      : `お客様には${fragment}が表示されます。`,
    `يرجى ملاحظة أن العميل يرى ${fragment} هنا.`,
    `Lütfen müşterinin burada ${fragment} gördüğünü unutmayın.`,
  ]

  it('passes where each translation keeps it', async () => {
    for (const each of translations) expect(await compare(source, each)).toMatchObject({ passed: true })
  })

  it.each(BREAKS)('fails where it is %s', async (_, breakIt) => {
    const broken = breakIt(fragment)
    if (broken === undefined) return
    const validation = await compare(source, translation(broken))
    expect(validation.message).not.toBe('')
    expect(validation).toMatchObject({ passed: false, findings: expect.arrayContaining([expect.anything()]) })
  })
})

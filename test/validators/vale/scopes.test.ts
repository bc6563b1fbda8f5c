import { describe, expect, it } from 'vitest'
import { findings } from './findings.ts'

const WORD = 'extends: existence\ntokens: [bad]\n'

describe('a scope is', () => {
  it.each<[scope: string, text: string, places: string[]]>([
    [
      'text',
      '# bad\n\nbad **bad** [bad](bad)\n\n- bad\n\n> bad',
      ['1:3-6', '3:1-4', '3:7-10', '3:14-17', '5:3-6', '7:3-6'],
    ],
    ['heading', '# bad\n\nbad', ['1:3-6']],
    ['heading.h2', '# bad\n\n## bad ##', ['3:4-7']],
    ['~heading', '# bad\n\nbad', ['3:1-4']],
    ['heading & ~heading.h1', '# bad\n\n## bad\n\nbad', ['3:4-7']],
    ['[heading, list]', '# bad\n\n- bad\n\nbad', ['1:3-6', '3:3-6']],
    ['list', '1. bad\n   - bad\n\nbad', ['1:4-7', '2:6-9']],
    ['blockquote', '> bad\n> bad\n\nbad', ['1:3-6', '2:3-6']],
    ['paragraph', 'bad\nbad\n\n# bad\n\n- bad', ['1:1-4', '2:1-4']],
    ['sentence', 'Dr. Who is bad. So bad.', ['1:12-15', '1:20-23']],
    ['table.header', '| bad | B |\n|---|---|\n| bad | b |', ['1:3-6']],
    ['table.cell', '| bad | B |\n|---|---|\n| x | a bad |', ['3:9-12']],
    ['alt', '![a bad one](bad.png) bad', ['1:5-8']],
    ['raw', '# bad\n\n`bad` <!-- bad -->', ['1:3-6', '3:2-5', '3:12-15']],
    ['summary', '# bad\n\nbad\n\n- bad', ['3:1-4', '5:3-6']],
  ])('%s', async (scope, text, places) => {
    const found = await findings(`${WORD}scope: ${scope}`, text)
    expect(found.map((each) => each.split(' ', 1)[0])).toEqual(places)
  })

  it('never code, an address or a comment', async () => {
    const text =
      '---\ntitle: bad\n---\n`bad` https://bad.example/bad <https://bad.example> <code>bad</code> <!-- bad -->\n\n' +
      '```\nbad\n```\n\n    bad\n\n<!-- bad -->\n\n<pre>bad</pre>\n'
    expect(await findings(WORD, text)).toEqual([])
  })

  it('placed in the source, with entities, escapes and line ends of any system', async () => {
    const text = 'a &amp; b \\* bad &lt;bad&gt;\r\nbad\r\n\r\n> \t bad\r\n'
    const found = await findings(WORD, text)
    const lines = text.split('\r\n')
    const texts = found.map((each) => {
      const [, line = '', from = '', to = ''] = /^(\d+):(\d+)-(\d+)/.exec(each) ?? []
      return lines[Number(line) - 1]?.slice(Number(from) - 1, Number(to) - 1)
    })
    expect(texts).toEqual(['bad', 'bad', 'bad', 'bad'])
  })

  it('a place without its markup, which no replacement removes', async () => {
    const rule = "extends: substitution\naction: {name: replace}\nmessage: '%s'\nswap: {in order to: to}"
    expect(await findings(rule, 'in **order** to')).toEqual(["1:1-16 'to'"])
  })
})

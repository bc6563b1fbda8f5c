import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { beforeAll, describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/core/errors.ts'
import { formatFor, formats, resultFormat } from '../../../src/report/index.ts'
import type { ResultFormat } from '../../../src/report/results/format.ts'
import { csv, rawCsv } from '../../../src/report/results/csv.ts'
import { junit } from '../../../src/report/results/junit.ts'
import type { ResultRecord } from '../../../src/core/record.ts'
import { surveyor } from '../../../src/report/results/summary.ts'
import { critique, validation } from '../../helpers/scripted.ts'
import { record, report } from '../examples.ts'

const render = (name: string, records: readonly ResultRecord[]): string => {
  const format = resultFormat(name)
  return `${format.begin()}${records.map((each, position) => format.record(each, position)).join('')}${format.end()}`
}

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => record({ index, id: `p${index}` }))
const separators = record({ text: 'a\u2028b\u2029c\r\nd', meta: { '\u2028': '\ud800' } })

describe('choosing a format', () => {
  it.each([
    ['results.jsonl', 'jsonl'],
    ['results.json', 'json'],
    ['out/README.MD', 'md'],
    ['answer.txt', 'text'],
    ['results.csv', 'csv'],
    ['results.ndjson', 'jsonl'],
    ['out/Report.JUnit.XML', 'junit'],
    ['results.xml', undefined],
    ['results.html', undefined],
    ['json', undefined],
  ])('%s is written as %s', (path, name) => expect(formatFor(path)?.name).toBe(name))

  it('refuses an unknown name and suggests a known one', () => {
    expect(() => resultFormat('jsn')).toThrow(UsageError)
    expect(() => resultFormat('jsn')).toThrow(expect.objectContaining({ hint: 'did you mean "json"?' }))
  })

  it('finds each format by its name and by its endings', () => {
    for (const format of formats) {
      expect(resultFormat(format.name)).toBe(format)
      for (const extension of format.extensions) expect(formatFor(`a${extension}`)).toBe(format)
    }
  })
})

describe('jsonl', () => {
  it.each([0, 1, 3])('is one line a record, for %i of them', (count) => {
    const lines = render('jsonl', records(count)).split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(records(count))
  })

  it('has no other line breaks, whatever the text', () => {
    const line = render('jsonl', [separators])
    expect(line.match(/[\n\r\u2028\u2029]/g)).toEqual(['\n'])
    expect(JSON.parse(line)).toEqual(separators)
  })
})

describe('json', () => {
  it.each([0, 1, 3])('is an array of %i records', (count) => {
    expect(JSON.parse(render('json', records(count)))).toEqual(records(count))
  })

  it('does not depend on the order in which the records come', () => {
    const late = records(3).toReversed()
    expect(JSON.parse(render('json', late))).toEqual(late)
  })
})

describe('text', () => {
  it.each(['', 'no line end', '  kept \r\n\n'])('is the text byte for byte: %j', (text) => {
    expect(render('text', [record({ text })])).toBe(text)
  })
})

describe('csv', () => {
  const rows = (format: ResultFormat, all: readonly ResultRecord[]): string[][] => {
    const known = surveyor()
    for (const each of all) known.add(each)
    const survey = known.survey()
    const body = all.map((each, position) => format.record(each, position, survey)).join('')
    return parse(format.begin(survey) + body + format.end())
  }
  beforeAll(() => csv.load?.())

  it('is a row a prompt under a header that never changes, with the fields of the input behind', () => {
    const [header, row, other] = rows(csv, [
      record({ meta: { tone: 'dry', tags: ['a', 'b'] } }),
      record({ id: 'p2', meta: { n: 7 }, error: { code: 'auth', message: 'no key' } }),
    ])
    expect(header).toEqual([
      ...'id index prompt text outcome stopReason passed iterations bestIteration model'.split(' '),
      ...'failedValidations objections calls inputTokens outputTokens costUsd durationMs'.split(' '),
      ...'errorCode errorMessage meta.tone meta.tags meta.n'.split(' '),
    ])
    expect(row).toEqual([
      'p1',
      '0',
      'Write about solar power.',
      'The sun shines.',
      ...'exhausted max-iterations false 3 2 openai:gpt-4o-mini'.split(' '),
      'content: wind is missing',
      'reflexion objects (high): Too short.',
      ...'6,2000,1200,,8200,,,dry'.split(','),
      '["a","b"]',
      '',
    ])
    expect(other?.slice(-5)).toEqual(['auth', 'no key', '', '', '7'])
  })

  it('puts the fields of free-form data into one column', () => {
    const wide = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`field${index}`, index]))
    const [header, row] = rows(csv, [record({ meta: wide })])
    expect(header?.at(-1)).toBe('meta')
    expect(JSON.parse(row?.at(-1) ?? '')).toEqual(wide)
  })

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
  ])('never begins a cell with a formula, unless raw: %j', (text) => {
    const all = [record({ text, prompt: text, meta: { [text]: text } })]
    const [header, row] = rows(csv, all)
    for (const cell of [...(header ?? []), ...(row ?? [])])
      expect(cell).not.toMatch(/^[=+\-@\t\r\n\uff0b-\uff20]/)
    expect(row?.[3]).toBe(`'${text}`)
    expect(rows(rawCsv, all)[1]?.[3]).toBe(text)
  })

  it('is read back as it was written', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', ';', "'", '\u2028', ' '),
    })
    fc.assert(
      fc.property(text, text, (one, other) => {
        const row = rows(rawCsv, [record({ text: one, prompt: other, id: 'x' })])[1]
        expect([row?.[2], row?.[3]]).toEqual([other, one])
      }),
    )
  })
})

describe('junit', () => {
  const render = (all: readonly ResultRecord[]): string => {
    const known = surveyor()
    for (const each of all) known.add(each)
    return junit.begin(known.survey()) + all.map((each) => junit.record(each, 0)).join('') + junit.end()
  }

  it('is a test a prompt: passed, failed for what is not met, or an error', () => {
    expect(
      render([
        record({ passed: true, outcome: 'accepted', stopReason: 'accepted' }),
        record({ id: 'p2' }),
        record({
          id: 'p3',
          outcome: 'failed',
          stopReason: 'error',
          text: '',
          validations: [],
          critiques: [],
          failures: [],
          error: { code: 'auth', message: 'the key is wrong' },
        }),
      ]),
    ).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites tests="3" failures="1" errors="1" time="24.600">
      <testsuite name="sifaka" tests="3" failures="1" errors="1" time="24.600">
      <testcase classname="openai:gpt-4o-mini" name="p1: Write about solar power." time="8.200"/>
      <testcase classname="openai:gpt-4o-mini" name="p2: Write about solar power." time="8.200">
      <failure message="content: wind is missing" type="exhausted">exhausted (max-iterations)
      content: wind is missing
      reflexion objects (high): Too short.
      critic constitutional could not answer: no answer</failure>
      </testcase>
      <testcase classname="openai:gpt-4o-mini" name="p3: Write about solar power." time="8.200">
      <error message="the key is wrong" type="auth">failed (error)
      the key is wrong</error>
      </testcase>
      </testsuite>
      </testsuites>
      "
    `)
  })

  it('holds no character that XML cannot, and nothing foreign becomes markup', () => {
    const foreign = '\u0000\u0008\u001b[31m\ud800\ufffe]]></failure><a b="c">&amp;\r\n\t'
    const xml = render([
      record({
        prompt: foreign,
        model: foreign,
        validations: [validation({ passed: false, validator: foreign, message: foreign })],
      }),
    ])
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
    expect(xml.match(/<[^>]*>/g)?.map((tag) => tag.split(/[ >]/, 1)[0])).toEqual([
      ...'<?xml <testsuites <testsuite <testcase <failure </failure </testcase'.split(' '),
      ...'</testsuite </testsuites'.split(' '),
    ])
    expect(xml).toContain('&amp;amp;&#13;')
  })
})

/** A record that has the foreign text wherever text is foreign. */
const filled = (foreign: string): ResultRecord =>
  record({
    prompt: foreign || 'x',
    text: foreign || 'x',
    model: foreign,
    validations: [validation({ validator: foreign, message: foreign })],
    critiques: [critique({ critic: foreign, feedback: foreign, suggestions: [foreign, foreign] })],
    failures: [{ role: 'critic', name: foreign, message: foreign }],
    error: { code: foreign, message: foreign },
  })

describe('md', () => {
  it('is a document to read', () => {
    expect(
      render('md', [
        record(),
        record({
          index: 1,
          text: '',
          validations: [],
          critiques: [],
          failures: [],
          bestIteration: null,
          outcome: 'failed',
          stopReason: 'error',
          error: { code: 'auth', message: 'the key is wrong' },
        }),
      ]),
    ).toMatchInlineSnapshot(`
      "# Results

      ## 1. exhausted: Write about solar power.

      Stop reason max-iterations, iterations 3, best 2, model openai:gpt-4o-mini, time 8.2 s, tokens 3,200, cost unknown

      Prompt:

      \`\`\`
      Write about solar power.
      \`\`\`

      Text:

      \`\`\`
      The sun shines.
      \`\`\`

      Validations:

      - passed **length**: length holds
      - failed **content**: wind is missing

      Critiques:

      - objects (high), confidence 0.85, **reflexion**: Too short.
        - Add wind.

      Failures:

      - critic **constitutional**: no answer

      ## 2. failed: Write about solar power.

      Stop reason error, iterations 3, best none, model openai:gpt-4o-mini, time 8.2 s, tokens 3,200, cost unknown

      Prompt:

      \`\`\`
      Write about solar power.
      \`\`\`

      No text.

      Error auth: the key is wrong
      "
    `)
  })

  it('closes with the timing, if there is one', () => {
    expect(resultFormat('md').end(report)).toContain('# Timing of run run-1\n')
    expect(resultFormat('md').end()).toBe('')
  })

  const attacks = [
    'plain',
    'ends\n',
    '```\nout of the fence\n```',
    '````markdown\n```\n````\n`````',
    '~~~\n# heading\n~~~',
    '# heading\n\n<script>alert(1)</script>\n\n![beacon](https://example.com/x.png)',
    '- item\n\n1. one\n\n> quote\n\n---\n\n| a | b |\n|---|---|\n| c | d |',
    '\n\n    code\n\n[link](javascript:alert) **bold** `code` &lt; <https://example.com>',
    '***',
    '= =',
    '1. first',
    '2) second',
    '+ plus',
    'a\r# b\u2028# c\u0000',
    '`',
    '\\',
    '',
  ]
  /** What foreign text would have to make in order to be more than text. */
  const MADE = [
    'heading_open',
    'fence',
    'code_block',
    'code_inline',
    'html_block',
    'html_inline',
    'image',
    'link_open',
    'blockquote_open',
    'ordered_list_open',
    'bullet_list_open',
    'hr',
    'table_open',
    'em_open',
    'strong_open',
    's_open',
  ]
  const madeBy = (markdown: string) =>
    new MarkdownIt({ html: true })
      .parse(markdown, {})
      .flatMap((token) => [token, ...(token.children ?? [])])
      .filter(({ type }) => MADE.includes(type))
  const shapeOf = (markdown: string) => madeBy(markdown).map(({ type }) => type)

  it.each(attacks.filter((attack) => attack !== ''))(
    'lets no foreign text out of its place: %j',
    (attack) => {
      expect(shapeOf(render('md', [filled(attack)]))).toEqual(shapeOf(render('md', [filled('plain')])))
    },
  )

  it.each(attacks)('fences the text as it is: %j', (text) => {
    const fences = madeBy(render('md', [record({ prompt: 'ask', text })])).filter(
      ({ type }) => type === 'fence',
    )
    const expected = text.replace(/\r/g, '\n').replace(/\0/g, '\ufffd').replace(/\n?$/, '\n')
    expect(fences.map(({ content }) => content)).toEqual(text === '' ? ['ask\n'] : ['ask\n', expected])
  })
})

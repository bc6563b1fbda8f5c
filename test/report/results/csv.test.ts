import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { ResultRecord } from '../../../src/core/record.ts'
import { csvResults, styledCsvResults } from '../../../src/report/results/csv.ts'
import type { ResultFormat } from '../../../src/core/formats.ts'
import { ResultsSummarizer } from '../../../src/batch/results/results-summarizer.ts'
import { record } from '../examples.ts'

const rawResults = styledCsvResults({ raw: true })

const rows = (format: ResultFormat, all: readonly ResultRecord[]): string[][] => {
  const summarizer = new ResultsSummarizer()
  for (const each of all) summarizer.add(each)
  const { summary } = summarizer
  const body = all.map((each, position) => format.record(each, position, summary)).join('')
  return parse(format.begin(summary) + body + format.end())
}
beforeAll(() => csvResults.load?.())

it('has one row per prompt and a fixed header, followed by the fields of the input', () => {
  const [header, row, other] = rows(csvResults, [
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

it('puts more fields than a spreadsheet can show into one column', () => {
  const wide = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`field${index}`, index]))
  const [header, row] = rows(csvResults, [record({ meta: wide })])
  expect(header?.at(-1)).toBe('meta')
  expect(JSON.parse(row?.at(-1) ?? '')).toEqual(wide)
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\uff1d1', '\uff0b1', '\uff0d1', '\uff201'])(
  'disarms formulas, unless raw: %j',
  (text) => {
    const all = [record({ text, prompt: text, meta: { [text]: text } })]
    const [header, row] = rows(csvResults, all)
    for (const cell of [...(header ?? []), ...(row ?? [])])
      expect(cell).not.toMatch(/^[=+\-@\t\r\n\uff0b-\uff20]/)
    expect(row?.[3]).toBe(`'${text}`)
    expect(rows(rawResults, all)[1]?.[3]).toBe(text)
  },
)

it('is parsed back to the same texts', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', ';', "'", '\u2028', ' '),
  })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const row = rows(rawResults, [record({ text: one, prompt: other, id: 'x' })])[1]
      expect([row?.[2], row?.[3]]).toEqual([other, one])
    }),
  )
})

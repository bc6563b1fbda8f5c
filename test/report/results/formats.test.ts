import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/core/errors.ts'
import type { ResultRecord } from '../../../src/core/record.ts'
import { getResultFormat, resultFormats } from '../../../src/report/index.ts'
import { findByExtension } from '../../../src/report/shared/choose-format.ts'
import { record } from '../examples.ts'

const render = (name: string, records: readonly ResultRecord[]): string => {
  const format = getResultFormat(name)
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
    ['results.html', 'html'],
    ['results.pdf', undefined],
    ['json', undefined],
  ])('%s has the format %s', (path, name) => expect(findByExtension(resultFormats, path)?.name).toBe(name))

  it('rejects an unknown name and suggests a known one', () => {
    expect(() => getResultFormat('jsn')).toThrow(UsageError)
    expect(() => getResultFormat('jsn')).toThrow(expect.objectContaining({ hint: 'did you mean "json"?' }))
  })

  it('finds each format by its name and by its extensions', () => {
    for (const format of resultFormats) {
      expect(getResultFormat(format.name)).toBe(format)
      for (const extension of format.extensions)
        expect(findByExtension(resultFormats, `a${extension}`)).toBe(format)
    }
  })
})

describe('jsonl', () => {
  it.each([0, 1, 3])('renders %i records as one line each', (count) => {
    const lines = render('jsonl', records(count)).split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(records(count))
  })

  it('contains no other line breaks, whatever the text', () => {
    const line = render('jsonl', [separators])
    expect(line.match(/[\n\r\u2028\u2029]/g)).toEqual(['\n'])
    expect(JSON.parse(line)).toEqual(separators)
  })
})

describe('json', () => {
  it.each([0, 1, 3])('renders an array of %i records', (count) => {
    expect(JSON.parse(render('json', records(count)))).toEqual(records(count))
  })

  it('does not depend on the order of the records', () => {
    const reversed = records(3).toReversed()
    expect(JSON.parse(render('json', reversed))).toEqual(reversed)
  })
})

describe('text', () => {
  it.each(['', 'no line end', '  kept \r\n\n'])('renders the text byte for byte: %j', (text) => {
    expect(render('text', [record({ text })])).toBe(text)
  })
})

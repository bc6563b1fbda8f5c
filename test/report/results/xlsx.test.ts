import { unzipSync } from 'fflate'
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { ResultsSummarizer } from '../../../src/batch/results/results-summarizer.ts'
import type { ResultRecord } from '../../../src/core/record.ts'
import { xlsxResults } from '../../../src/report/results/xlsx.ts'
import { record } from '../examples.ts'

beforeAll(() => xlsxResults.load?.())

async function workbook(all: readonly ResultRecord[]) {
  const summarizer = new ResultsSummarizer()
  for (const each of all) summarizer.add(each)
  const { summary } = summarizer
  const chunks: Buffer[] = []
  const packed = xlsxResults.pack?.(async (bytes) => void chunks.push(bytes))
  await packed?.write(xlsxResults.begin(summary))
  for (const [position, each] of all.entries())
    await packed?.write(xlsxResults.record(each, position, summary))
  await packed?.write(xlsxResults.end())
  await packed?.end()
  return { bytes: Buffer.concat(chunks), chunks }
}

const cellsOf = async (all: readonly ResultRecord[]) => {
  const [header, ...rows] = await readSheet((await workbook(all)).bytes, { trim: false })
  return rows.map((cells) =>
    Object.fromEntries((header ?? []).map((title, index) => [String(title), cells[index]])),
  )
}

describe('a workbook of results', () => {
  it('has one row per prompt, and a column for each field of the input', async () => {
    const rows = await cellsOf([
      record({ meta: { tone: 'dry', tags: ['a'], isNew: true } }),
      record({ id: 'p2', meta: { n: 7 }, error: { code: 'auth', message: 'no key' } }),
    ])
    expect(rows).toMatchObject([
      {
        id: 'p1',
        index: 0,
        text: 'The sun shines.',
        passed: false,
        'meta.tone': 'dry',
        'meta.tags': '["a"]',
        'meta.isNew': true,
      },
      { id: 'p2', errorCode: 'auth', costUsd: null, 'meta.n': 7 },
    ])
  })

  it.each([
    '=1+1',
    '+1',
    '@SUM(A1)',
    '<&>"\u{1f600}',
    ' a\n\tb ',
    '_x0041_ and _x005F_',
    'a\r\nb',
    '007',
    '_',
  ])('gives back %j, as a text', async (text) => {
    expect(await cellsOf([record({ text, meta: { [text]: text } })])).toMatchObject([
      { text, [`meta.${text}`]: text },
    ])
  })

  it('contains no formulas', async () => {
    const { bytes } = await workbook([record({ text: '=1+1', prompt: '=HYPERLINK("http://x")' })])
    const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString()
    expect(sheet).toContain('=HYPERLINK')
    expect(sheet).not.toMatch(/<f[ >]/)
  })

  it('cuts a text that Excel cannot hold, between characters', async () => {
    const [row] = await cellsOf([record({ text: '\u{1f600}'.repeat(20_000) })])
    expect(row?.['text']).toMatch(/^(?:\u{1f600})+… \[cut\]$/u)
    expect(String(row?.['text']).length).toBeGreaterThan(32_700)
    expect(String(row?.['text']).length).toBeLessThanOrEqual(32_767)
  })

  it('is written in pieces', async () => {
    const all = Array.from({ length: 2000 }, (_, index) =>
      record({ id: `${index}`, text: `${index} `.repeat(100) }),
    )
    const { bytes, chunks } = await workbook(all)
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(bytes.length / 4)
  })

  it('has room for the rows of a sheet, below the header', () => {
    expect(xlsxResults.maxRecords).toBe(1_048_575)
  })
})

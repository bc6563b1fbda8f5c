import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mdResults } from '../../src/report/results/md.ts'
import { htmlResults } from '../../src/report/html/results.ts'
import { htmlTiming } from '../../src/report/html/timing.ts'
import { compareRuns } from '../../src/report/compare/comparison.ts'
import { chooseComparisonFormat } from '../../src/report/compare/formats.ts'
import { textTiming } from '../../src/report/timing/text.ts'
import { mdTiming } from '../../src/report/timing/md.ts'
import { detailsOf } from './html/details.ts'
import { record, report } from './examples.ts'

/** Texts that contain what could do harm in a terminal, in Markdown or in HTML. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>',
        '</script>',
        '<!--',
        ']]>',
        '"',
        "'",
        '`',
        '```',
        '![x](https://e.com)',
        '|',
        '\u001b]52;c;eA==\u0007',
        '\u001b[2J',
        '\u202e',
        '\u2066',
        '\u2028',
        '\r',
        '\n',
        '=1+1',
        '\ud800',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

/** Sequences of terminals, and characters that reorder or hide others. */
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const timing = (text: string) => ({
  ...report,
  run: { ...report.run, id: text, model: text, profile: text },
  models: report.models.map((model) => ({ ...model, model: text })),
  validators: report.validators.map((validator) => ({ ...validator, name: text })),
})
const comparison = (text: string) => {
  const row = { id: text, promptHash: '', iterations: 1, costUsd: null, durationMs: 1 }
  const run = { source: text, models: [text], labels: [text] }
  return compareRuns(
    { ...run, rows: [{ ...row, outcome: 'accepted' }] },
    { ...run, rows: [{ ...row, outcome: 'failed' }] },
  )
}
const hostileRecord = (text: string) =>
  record({ id: text, prompt: text, text, model: text, error: { code: 'timeout', message: text } })
const summary = { records: 1, passed: 0, failed: 0, durationMs: 1, metaFields: [] }

it('no text becomes a control sequence in a Markdown or HTML report', async () => {
  await htmlTiming.load?.()
  fc.assert(
    fc.property(hostileText, (text) => {
      const documents = [
        mdTiming.render(timing(text)),
        textTiming.render(timing(text)),
        ...['text', 'md'].map((name) => chooseComparisonFormat(name, undefined).render(comparison(text))),
        mdResults.record(hostileRecord(text), 0),
        htmlTiming.render(timing(text), detailsOf(text)),
        htmlResults.record(hostileRecord(text), 0, summary),
      ]
      for (const document of documents) expect(document).not.toMatch(HARMFUL)
    }),
    { numRuns: 300 },
  )
})

it('no text becomes an element of an HTML report', async () => {
  await htmlTiming.load?.()
  const tagsOf = (html: string) => html.match(/<\/?[a-z][^\s>]*|<!--/gi)?.length
  const ofResults = (text: string) =>
    `${htmlResults.begin(summary)}${htmlResults.record(hostileRecord(text), 0, summary)}${htmlResults.end()}`
  const plain = [tagsOf(htmlTiming.render(timing('x'))), tagsOf(ofResults('x'))]
  fc.assert(
    fc.property(hostileText, (text) => {
      expect([tagsOf(htmlTiming.render(timing(text))), tagsOf(ofResults(text))]).toEqual(plain)
      const html = htmlTiming.render(timing(text), detailsOf(text))
      expect(html.match(/<\/script>/g)).toHaveLength(2)
      expect(html.match(/<script/g)).toHaveLength(2)
      const rows = /<script type="application\/json" id="rows">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
      expect(JSON.parse(rows)).toHaveLength(1)
    }),
    { numRuns: 300 },
  )
})

it('no text becomes an image, a link or markup of a Markdown report', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const lines = mdTiming.render(timing(text)).split('\n')
      expect(lines.some((line) => /(?<!\\)!\[|(?<!\\)<[a-z!/]/i.test(line))).toBe(false)
      expect(lines.length).toBe(mdTiming.render(timing('x')).split('\n').length)
    }),
    { numRuns: 300 },
  )
})

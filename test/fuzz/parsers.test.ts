/**
 * Every parser of foreign data gets mutated inputs: it returns a value, or throws an error that the program expects, in
 * a short time. Each input follows from its number. `npm run test:long` runs a million.
 */
import { expect, it } from 'vitest'
import { readRows } from '../../src/cli/input/read-rows.ts'
import { parseJournalLine } from '../../src/batch/resume/journal-entries.ts'
import { parserFor } from '../../src/config/parse-file.ts'
import { readNamed, validatorKind } from '../../src/config/named.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { SifakaError } from '../../src/core/errors.ts'
import { retryAfterMs } from '../../src/providers/errors/retry-after.ts'
import { parseJson } from '../../src/util/json.ts'
import { textCell, workbookOf } from '../helpers/workbook.ts'
import { mutate, totalInputs } from './mutate.ts'

const registry = builtInRegistry()
const kind = { ...validatorKind(registry), untrusted: true }

const rowsAs =
  (format: 'csv' | 'tsv' | 'jsonl' | 'json' | 'yaml' | 'lines' | 'xlsx') => async (bytes: Buffer) => {
    async function* chunks() {
      const middle = Math.floor(bytes.length / 2)
      yield bytes.subarray(0, middle)
      yield bytes.subarray(middle)
    }
    for await (const rows of readRows(chunks(), { format, name: 'input', promptField: 'prompt' })) void rows
  }

const asText = (parse: (text: string) => unknown) => (bytes: Buffer) => parse(bytes.toString('utf8'))

const SHEET =
  `<row r="1">${textCell('A1', 'prompt')}${textCell('B1', 'n')}</row>` +
  `<row r="2">${textCell('A2', 'a')}<c r="B2" s="1"><v>46027</v></c></row>`

const PARSERS: Readonly<
  Record<string, readonly [parse: (bytes: Buffer) => unknown, samples: readonly (string | Buffer)[]]>
> = {
  csv: [rowsAs('csv'), ['prompt,id\n"a ""b"", c",1\nd,2\n', 'sep=;\nprompt;x\n"a\nb";2\n']],
  tsv: [rowsAs('tsv'), ['prompt\tid\na b\t1\n"c\td"\t2\n']],
  jsonl: [rowsAs('jsonl'), ['{"prompt":"a","vars":{"x":[1,2,{"y":null}]}}\n{"prompt":"b"}\n']],
  json: [rowsAs('json'), ['[{"prompt":"a"},{"prompt":"b","meta":{"c":1e9}}]']],
  yaml: [
    rowsAs('yaml'),
    ['- prompt: a\n  x: &a [1, 2]\n- prompt: |\n    b\n  y: *a\n', '---\nprompt: "c"\n...\n'],
  ],
  xlsx: [rowsAs('xlsx'), [workbookOf({ One: SHEET })]],
  'sheets of a workbook': [(bytes) => rowsAs('xlsx')(workbookOf({ One: bytes.toString('utf8') })), [SHEET]],
  lines: [rowsAs('lines'), ['one\ntwo\r\nthree\u2028four\n']],
  settings: [
    asText((text) => parserFor('a.json')('a.json', text)),
    [
      '{"model":"sim:writer","validators":[{"name":"length","min":3}],"providers":{"x":{"baseUrl":"http://a"}}}',
    ],
  ],
  'settings in YAML': [
    asText((text) => parserFor('a.yaml')('a.yaml', text)),
    ['model: sim:writer\nvalidators:\n  - length: {min: 3}\nprofiles: {a: &b {seed: 1}, c: {<<: *b}}\n'],
  ],
  specs: [
    asText((text) => readNamed(text, kind)),
    [
      'length:min=400,max=600,unit=words',
      'content:required=a|b\\,c',
      '{"name":"length","min":3}',
      'any:validators=json',
    ],
  ],
  journal: [
    asText(parseJournalLine),
    [
      '["p","k","text",{"model":"m","usage":{"calls":1,"inputTokens":3}}]',
      '["p","k",4,{"cost":{"attempts":1},"hasEnded":true}]',
    ],
  ],
  'answers of critics': [
    asText(parseJson),
    ['{"needsImprovement":true,"confidence":0.8,"suggestions":["a","b"]}', '```json\n{"a":1}\n```'],
  ],
  'Retry-After': [
    asText((text) => {
      const delayMs = retryAfterMs((name) => (name === 'retry-after' ? text : undefined), new Date(0))
      if (delayMs !== undefined && !(delayMs >= 0 && Number.isFinite(delayMs)))
        throw new Error(`${delayMs} ms`)
    }),
    ['30', '0.5', 'Wed, 21 Oct 2026 07:28:00 GMT', '-1', '1e12'],
  ],
}

const perParser = Math.ceil(totalInputs / Object.keys(PARSERS).length)

it.each(Object.entries(PARSERS))(
  `the parser of %s takes ${perParser} mutated inputs`,
  async (name, [parse, samples]) => {
    for (let number = 1; number <= perParser; number++) {
      const input = mutate(samples[number % samples.length] ?? '', number)
      const started = process.cpuUsage()
      try {
        await parse(input)
      } catch (error) {
        if (!(error instanceof SifakaError)) {
          expect.fail(`${name}, input ${number} ${JSON.stringify(input.toString())}: ${String(error)}`)
        }
      }
      const { user, system } = process.cpuUsage(started)
      expect((user + system) / 1e6, `seconds for ${name}, input ${number}`).toBeLessThan(5)
    }
  },
  3_600_000,
)

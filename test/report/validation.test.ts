import { describe, expect, it } from 'vitest'
import { problemsOf, type CheckedText, type CheckedTotals } from '../../src/report/validation/format.ts'
import { chooseValidationFormat } from '../../src/report/validation/index.ts'
import { validation } from '../helpers/scripted.ts'

const SPECIAL = 'a "b" <c> & \'d\' 50% ::error::x\r\ny, z: \u0007\u2028'

const text = (more: Partial<CheckedText> = {}): CheckedText => {
  const given = {
    id: 'a.md',
    index: 0,
    path: 'a.md',
    line: null,
    passed: true,
    validations: [validation()],
    failures: [],
    ...more,
  }
  return { ...given, problems: problemsOf(given) }
}
const bad = text({
  id: 'row 7',
  index: 1,
  path: 'dir/rows, 100%.jsonl',
  line: 7,
  passed: false,
  validations: [
    validation(),
    validation({ validator: 'content', passed: false, score: 0, message: SPECIAL }),
    validation({ validator: 'tone', passed: false, score: 0, severity: 'warning', message: 'too loud' }),
  ],
  failures: [{ role: 'validator', name: 'pattern', message: 'gave up' }],
})
const totals: CheckedTotals = {
  texts: 3,
  unread: 0,
  passed: 2,
  passedValidations: 3,
  errors: 1,
  warnings: 1,
  failures: 1,
  rules: ['content', 'tone', 'pattern'],
}
/** A text with two places, one of which has a correction. */
const placed = (more: Partial<CheckedText> = {}) =>
  text({
    passed: false,
    validations: [
      validation({
        validator: 'spelling',
        passed: false,
        message: '2 misspelled words',
        findings: [
          {
            line: 3,
            column: 1,
            endLine: 3,
            endColumn: 4,
            message: '"teh"',
            rule: 'spelling',
            replacement: 'the',
          },
          { line: 4, column: 2, message: '"xyzz"', rule: 'spelling' },
        ],
      }),
    ],
    ...more,
  })

/** Joins the pieces as the command does. */
function render(
  name: string,
  texts: readonly CheckedText[] = [text(), bad, text({ id: 'b.md', path: 'b.md' })],
): string {
  const format = chooseValidationFormat(name, '-')
  let document = format.begin(totals)
  let written = 0
  for (const each of texts) {
    const piece = format.text(each, written)
    if (piece !== '') written++
    document += piece
  }
  return document + format.end(totals)
}

it('text has one line per problem', () => {
  expect(render('text')).toBe(
    [
      `dir/rows, 100%.jsonl:7: row 7: a "b" <c> & 'd' 50% ::error::x y, z: \u0007 [content]`,
      'dir/rows, 100%.jsonl:7: row 7: warning: too loud [tone]',
      'dir/rows, 100%.jsonl:7: row 7: failure: could not answer: gave up [pattern]',
      '',
    ].join('\n'),
  )
})

describe('findings', () => {
  const row = placed({ id: 'rows.jsonl:7', path: 'rows.jsonl', line: 7 })

  it('are lines of text with their positions; in a row, the position is within its text', () => {
    expect(render('text', [placed(), row]).split('\n')).toEqual([
      'a.md:3:1: "teh" [spelling]',
      'a.md:4:2: "xyzz" [spelling]',
      'rows.jsonl:7: "teh" (at 3:1 of its text) [spelling]',
      'rows.jsonl:7: "xyzz" (at 4:2 of its text) [spelling]',
      '',
    ])
  })

  it('are one annotation each', () => {
    expect(render('github', [placed(), row]).split('\n')).toEqual([
      '::error file=a.md,line=3,col=1,endLine=3,endColumn=4,title=spelling::"teh"',
      '::error file=a.md,line=4,col=2,title=spelling::"xyzz"',
      '::error file=rows.jsonl,line=7,title=spelling::"teh" (at 3:1 of its text)',
      '::error file=rows.jsonl,line=7,title=spelling::"xyzz" (at 4:2 of its text)',
      '',
    ])
  })

  it('are regions in SARIF, with fixes', () => {
    const { runs } = JSON.parse(render('sarif', [placed(), row])) as { runs: { results: object[] }[] }
    const region = { startLine: 3, startColumn: 1, endLine: 3, endColumn: 4 }
    const artifactLocation = { uri: 'a.md' }
    const replacements = [{ deletedRegion: region, insertedContent: { text: 'the' } }]
    expect(runs[0]?.results).toMatchObject([
      {
        locations: [{ physicalLocation: { artifactLocation, region } }],
        fixes: [{ artifactChanges: [{ artifactLocation, replacements }] }],
      },
      { locations: [{ physicalLocation: { region: { startLine: 4, startColumn: 2 } } }] },
      { locations: [{ physicalLocation: { region: { startLine: 7 } } }] },
      { ruleId: 'spelling' },
    ])
    expect(runs[0]?.results.map((result) => 'fixes' in result)).toEqual([true, false, false, false])
  })

  it('are one JUnit case each, and count', () => {
    const xml = render('junit', [placed()])
    expect(xml).toContain('<testsuite name="a.md" file="a.md" tests="2" failures="2" errors="0" skipped="0">')
    expect(xml).toContain(
      '<testcase name="spelling" classname="a.md" file="a.md" line="3"><failure message="&quot;teh&quot;" type="spelling">3:1: ',
    )
  })

  it('are fields of the JSON', () => {
    expect(JSON.parse(render('jsonl', [placed()]))).toMatchObject({
      validations: [{ findings: [{ line: 3, replacement: 'the' }, { line: 4 }] }],
    })
  })
})

describe('json and jsonl', () => {
  it('have the documented fields, and failures only if there are any', () => {
    const records = JSON.parse(render('json')) as object[]
    const lines = render('jsonl').split('\n').slice(0, -1)
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(records)
    expect(records.map((record) => Object.keys(record))).toEqual([
      ['id', 'index', 'passed', 'validations'],
      ['id', 'index', 'passed', 'validations', 'failures'],
      ['id', 'index', 'passed', 'validations'],
    ])
    expect(records[1]).toMatchObject({ id: 'row 7', validations: bad.validations })
  })

  it('are valid JSON without texts', () => {
    expect(JSON.parse(render('json', []))).toEqual([])
  })
})

it('github escapes characters that would end a command or a property', () => {
  expect(render('github').split('\n')).toEqual([
    `::error file=dir/rows%2C 100%25.jsonl,line=7,title=content::a "b" <c> & 'd' 50%25 ::error::x%0D%0Ay, z: \u0007\u2028`,
    '::warning file=dir/rows%2C 100%25.jsonl,line=7,title=tone::too loud',
    '::error file=dir/rows%2C 100%25.jsonl,line=7,title=pattern::could not answer: gave up',
    '',
  ])
})

describe('sarif', () => {
  it('has one result per problem, and an open one per validator that could not answer', () => {
    const log = JSON.parse(render('sarif')) as { runs: { results: object[] }[] }
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'sifaka', rules: [{ id: 'content' }, { id: 'tone' }, { id: 'pattern' }] } },
          invocations: [{ executionSuccessful: false }],
          results: [
            {
              ruleId: 'content',
              kind: 'fail',
              level: 'error',
              message: { text: SPECIAL },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'dir/rows%2C%20100%25.jsonl' },
                    region: { startLine: 7 },
                  },
                },
              ],
            },
            { ruleId: 'tone', kind: 'fail', level: 'warning' },
            { ruleId: 'pattern', kind: 'open', level: 'none' },
          ],
        },
      ],
    })
  })

  it.each([[[]], [[text()]], [[text(), bad, bad]], [[bad]]])(
    'is valid JSON for any number of texts (%#)',
    (texts) => {
      expect(() => JSON.parse(render('sarif', texts))).not.toThrow()
    },
  )
})

describe('junit', () => {
  const xml = render('junit')

  it('has one suite per text, one case per validator or finding, and totals', () => {
    expect(xml).toContain('<testsuites name="sifaka validate" tests="6" failures="1" errors="1">')
    expect(xml).toContain(
      '<testsuite name="row 7" file="dir/rows, 100%.jsonl" tests="4" failures="1" errors="1" skipped="0">',
    )
    expect(xml).toContain(
      '<testcase name="tone" classname="row 7" file="dir/rows, 100%.jsonl" line="7"><system-out>7: warning: too loud</system-out></testcase>',
    )
    expect(xml).toContain('line="7"><error message="could not answer: gave up" type="failure"/></testcase>')
    expect(xml.match(/<testcase /g)).toHaveLength(6)
  })

  it('escapes special characters and replaces forbidden ones', () => {
    const start = "a &quot;b&quot; &lt;c&gt; &amp; 'd' 50% ::error::x&#13;"
    const end = 'y, z: \ufffd\u2028'
    expect(xml).toContain(
      `<failure message="${start}&#10;${end}" type="content">7: ${start}\n${end}</failure>`,
    )
    expect(xml.replace(/<\/?[a-z?][^<>]*>/g, '')).not.toMatch(/[<>]/)
  })
})

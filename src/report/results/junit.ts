import type { ResultFormat, ResultsSummary } from '../../core/formats.ts'
import { describeEnd } from '../../core/outcome-label.ts'
import type { ResultRecord } from '../../core/record.ts'
import { escapeXml, xmlAttributes } from '../../util/xml.ts'
import { firstLine } from '../../util/truncate.ts'
import { problemLines } from './problem-lines.ts'

const MAX_NAME_LENGTH = 100

/** In JUnit's terms, the outcome `failed` is an error, and any other outcome except `accepted` is a failure. */
export const junitResults: ResultFormat = {
  name: 'junit',
  summary: 'a JUnit report for CI, one test per prompt',
  extensions: ['.junit.xml'],
  begin: (summary) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites${totals(summary)}>\n<testsuite name="sifaka"${totals(summary)}>\n`,
  record: testCase,
  end: () => '</testsuite>\n</testsuites>\n',
}

const totals = (summary: ResultsSummary | undefined): string =>
  summary
    ? xmlAttributes({
        tests: summary.records,
        failures: summary.records - summary.passed - summary.failed,
        errors: summary.failed,
        time: toSeconds(summary.durationMs),
      })
    : ''

function testCase(record: ResultRecord): string {
  const { id, prompt, model, durationMs, passed } = record
  const head = `<testcase${xmlAttributes({
    classname: model,
    name: `${id}: ${firstLine(prompt, MAX_NAME_LENGTH)}`,
    time: toSeconds(durationMs),
  })}`
  return passed ? `${head}/>\n` : `${head}>\n${problem(record)}</testcase>\n`
}

function problem(record: ResultRecord): string {
  const { outcome, error } = record
  const ending = describeEnd(record)
  const problems = problemLines(record)
  const element = outcome === 'failed' ? 'error' : 'failure'
  const attributes = { message: error?.message ?? problems[0] ?? ending, type: error?.code ?? outcome }
  const body = [ending, ...(error ? [error.message] : []), ...problems].join('\n')
  return `<${element}${xmlAttributes(attributes)}>${escapeXml(body)}</${element}>\n`
}

const toSeconds = (ms: number): string => (ms / 1000).toFixed(3)

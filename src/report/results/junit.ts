import type { ResultFormat } from './format.ts'
import type { ResultRecord } from '../../core/record.ts'
import { notMet, objections, unanswered } from './remarks.ts'
import type { Survey } from './summary.ts'

/** What CI shows as tests: a case a prompt. Not accepted is a failure, an error that ended the prompt an error. */
export const junit: ResultFormat = {
  name: 'junit',
  summary: 'a JUnit report for CI, a test a prompt',
  extensions: ['.junit.xml'],
  begin: (survey) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites${totals(survey)}>\n<testsuite name="sifaka"${totals(survey)}>\n`,
  record: (record) => testcase(record),
  end: () => '</testsuite>\n</testsuites>\n',
}

const totals = (survey: Survey | undefined): string =>
  survey
    ? attributes({
        tests: survey.records,
        failures: survey.records - survey.passed - survey.failed,
        errors: survey.failed,
        time: seconds(survey.durationMs),
      })
    : ''

function testcase(record: ResultRecord): string {
  const { id, prompt, model, durationMs, passed } = record
  const head = `<testcase${attributes({
    classname: model,
    name: `${id}: ${firstLine(prompt)}`,
    time: seconds(durationMs),
  })}`
  return passed ? `${head}/>\n` : `${head}>\n${verdict(record)}</testcase>\n`
}

function verdict(record: ResultRecord): string {
  const { outcome, stopReason, error } = record
  const remarks = [...notMet(record), ...objections(record), ...unanswered(record)]
  const element = outcome === 'failed' ? 'error' : 'failure'
  const message = error?.message ?? notMet(record)[0] ?? remarks[0] ?? `${outcome} (${stopReason})`
  const type = error?.code ?? outcome
  const body = [`${outcome} (${stopReason})`, ...(error ? [error.message] : []), ...remarks]
  return `<${element}${attributes({ message, type })}>${escape(body.join('\n'))}</${element}>\n`
}

const LONGEST_NAME = 100

const firstLine = (text: string): string => {
  const letters = [...(text.trim().split(/[\r\n]/, 1)[0] ?? '')]
  return letters.length <= LONGEST_NAME ? letters.join('') : `${letters.slice(0, LONGEST_NAME).join('')}…`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value)).replace(/[\t\n]/g, numbered)}"`)
    .join('')

/** XML 1.0 cannot hold most control characters at all, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const escape = (text: string): string =>
  text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, numbered)

const numbered = (character: string): string => `&#${character.charCodeAt(0)};`

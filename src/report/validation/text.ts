import { problemsOf, type CheckedText, type ValidationFormat } from './format.ts'

const LABEL_WIDTH = 'warning'.length

export const textValidation: ValidationFormat = {
  name: 'text',
  summary: 'for people: one block per text that has problems',
  extensions: ['.txt'],
  begin: () => '',
  text(checked) {
    const lines = problemsOf(checked).map(
      ({ severity, answered, rule, message }) =>
        `  ${(answered ? severity : 'failure').padEnd(LABEL_WIDTH)}  ${rule}: ${toOneLine(message)}\n`,
    )
    return lines.length === 0 ? '' : `${headingOf(checked)}\n${lines.join('')}\n`
  },
  end: () => '',
}

/** For example `rows.jsonl:3`, or `rows.jsonl:3 (row 7)` if the row has its own id, `row 7`. */
function headingOf({ id, path, line }: CheckedText): string {
  const location = line === null ? path : `${path}:${line}`
  return id === location ? toOneLine(location) : `${toOneLine(location)} (${toOneLine(id)})`
}

const toOneLine = (text: string): string => text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')

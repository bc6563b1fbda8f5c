import { problemsOf, type CheckedText, type ValidationFormat } from './format.ts'

const WIDTH = 'warning'.length

export const text: ValidationFormat = {
  name: 'text',
  summary: 'a block for each text that has problems, to read',
  extensions: ['.txt'],
  begin: () => '',
  text(checked) {
    const problems = problemsOf(checked)
    const lines = problems.map(
      ({ severity, answered, rule, message }) =>
        `  ${(answered ? severity : 'failure').padEnd(WIDTH)}  ${rule}: ${oneLine(message)}\n`,
    )
    return lines.length === 0 ? '' : `${placeOf(checked)}\n${lines.join('')}\n`
  },
  end: () => '',
}

/** `rows.jsonl:3`, with the row's own id where it has one. */
const placeOf = ({ id, path, line }: CheckedText): string => {
  const place = line === null ? path : `${path}:${line}`
  return id === place ? oneLine(place) : `${oneLine(place)} (${oneLine(id)})`
}

const oneLine = (words: string): string => words.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')

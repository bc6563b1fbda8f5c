import { locateInFile, type CheckedText, type TextProblem, type ValidationFormat } from './format.ts'

export const textValidation: ValidationFormat = {
  name: 'text',
  extensions: ['.txt'],
  isPrinted: true,
  begin: () => '',
  text: (checked) => checked.problems.map((problem) => `${toOneLine(lineOf(checked, problem))}\n`).join(''),
  end: () => '',
}

/** For example `a.md:3:5: warning: too loud [tone]`, or `rows.jsonl:3: row 7: too loud [tone]`. */
function lineOf(checked: CheckedText, problem: TextProblem): string {
  const { severity, answered, rule } = problem
  const { place, line, message } = locateInFile(checked, problem)
  const location = [checked.path, ...(line === null ? [] : [line]), ...(place ? [place.column] : [])].join(
    ':',
  )
  const isNamed = checked.id !== checked.path && checked.id !== `${checked.path}:${line}`
  const label = answered ? (severity === 'error' ? [] : [severity]) : ['failure']
  return [location, ...(isNamed ? [checked.id] : []), ...label, `${message} [${rule}]`].join(': ')
}

const toOneLine = (text: string): string => text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')

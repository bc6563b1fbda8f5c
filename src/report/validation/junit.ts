/** One JUnit suite per text, one case per validator that passed and one per finding. */
import { escapeXml, xmlAttributes } from '../../util/xml.ts'
import {
  locateInFile,
  type CheckedText,
  type CheckedTotals,
  type TextProblem,
  type ValidationFormat,
} from './format.ts'

export const junitValidation: ValidationFormat = {
  name: 'junit',
  extensions: ['.xml'],
  beginsWithTotals: true,
  begin: (totals) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites${xmlAttributes({ name: 'sifaka validate', ...(totals && countsOf(totals)) })}>\n`,
  text(checked) {
    const { id, path, validations, problems } = checked
    const passed = validations.filter((each) => each.passed)
    const errors = problems.filter(({ severity }) => severity === 'error')
    const attributes = xmlAttributes({
      name: id,
      file: path,
      tests: passed.length + problems.length,
      failures: errors.filter(({ answered }) => answered).length,
      errors: errors.filter(({ answered }) => !answered).length,
      skipped: 0,
    })
    return [
      `  <testsuite${attributes}>\n`,
      ...passed.map(({ validator }) => testCase({ name: validator, classname: id }, '')),
      ...problems.map((problem) => problemCase(checked, problem)),
      '  </testsuite>\n',
    ].join('')
  },
  end: () => '</testsuites>\n',
}

const countsOf = ({ passedValidations, errors, warnings, failures }: CheckedTotals) => ({
  tests: passedValidations + errors + warnings + failures,
  failures: errors,
  errors: failures,
})

function problemCase(checked: CheckedText, problem: TextProblem): string {
  const { rule, severity, answered } = problem
  const { place, line, message } = locateInFile(checked, problem)
  const position = line === null ? '' : `${line}${place ? `:${place.column}` : ''}: `
  const attributes = { name: rule, classname: checked.id, ...(line !== null && { file: checked.path, line }) }
  const content =
    severity === 'warning'
      ? `<system-out>${escapeXml(`${position}warning: ${message}`)}</system-out>`
      : answered
        ? `<failure${xmlAttributes({ message, type: rule })}>${escapeXml(position + message)}</failure>`
        : `<error${xmlAttributes({ message, type: 'failure' })}/>`
  return testCase(attributes, content)
}

const testCase = (attributes: Record<string, string | number>, content: string): string =>
  `    <testcase${xmlAttributes(attributes)}>${content}</testcase>\n`

/** One JUnit suite per text, one case per validator. */
import { isWarning } from '../../core/severity.ts'
import type { Validation } from '../../core/types.ts'
import { escapeXml, xmlAttributes } from '../../util/xml.ts'
import type { CheckedText, ValidationFormat } from './format.ts'

export const junitValidation: ValidationFormat = {
  name: 'junit',
  summary: 'a JUnit report for CI, one test per validator',
  extensions: ['.xml'],
  begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sifaka validate">\n',
  text: (checked) => {
    const { id, path, validations, failures } = checked
    const attributes = xmlAttributes({
      name: id,
      file: path,
      tests: validations.length + failures.length,
      failures: validations.filter((each) => !each.passed && !isWarning(each)).length,
      errors: failures.length,
      skipped: 0,
    })
    return [
      `  <testsuite${attributes}>\n`,
      ...validations.map((validation) => testCase(checked, validation.validator, verdict(validation))),
      ...failures.map(({ name, message }) =>
        testCase(checked, name, `<error${xmlAttributes({ message, type: 'failure' })}/>`),
      ),
      '  </testsuite>\n',
    ].join('')
  },
  end: () => '</testsuites>\n',
}

const testCase = ({ id }: CheckedText, name: string, content: string): string =>
  `    <testcase${xmlAttributes({ name, classname: id })}>${content}</testcase>\n`

function verdict(validation: Validation): string {
  const { validator, passed, message } = validation
  if (passed) return ''
  if (isWarning(validation)) return `<system-out>warning: ${escapeXml(message)}</system-out>`
  return `<failure${xmlAttributes({ message, type: validator })}>${escapeXml(message)}</failure>`
}

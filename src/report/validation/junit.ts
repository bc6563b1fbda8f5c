/** JUnit's XML: a suite a text, a case a validator. */
import type { Validation } from '../../core/types.ts'
import { isWarning } from '../../core/severity.ts'
import type { CheckedText, ValidationFormat } from './format.ts'

export const junit: ValidationFormat = {
  name: 'junit',
  summary: "JUnit's XML, for CI servers",
  extensions: ['.xml'],
  begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sifaka validate">\n',
  text: (checked) => {
    const { id, path, validations, failures } = checked
    const failed = validations.filter((each) => !each.passed && !isWarning(each)).length
    const counts = `tests="${validations.length + failures.length}" failures="${failed}" errors="${failures.length}" skipped="0"`
    return [
      `  <testsuite name="${xml(id)}" file="${xml(path)}" ${counts}>\n`,
      ...validations.map((validation) => caseOf(checked, validation)),
      ...failures.map(
        ({ name, message }) =>
          `    <testcase name="${xml(name)}" classname="${xml(id)}"><error message="${xml(message)}" type="failure"/></testcase>\n`,
      ),
      '  </testsuite>\n',
    ].join('')
  },
  end: () => '</testsuites>\n',
}

function caseOf({ id }: CheckedText, validation: Validation): string {
  const { validator, passed, message } = validation
  const said = xml(message)
  const content = passed
    ? ''
    : isWarning(validation)
      ? `<system-out>warning: ${said}</system-out>`
      : `<failure message="${said}" type="${xml(validator)}">${said}</failure>`
  return `    <testcase name="${xml(validator)}" classname="${xml(id)}">${content}</testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** What XML 1.0 cannot hold at all is shown as the character for it. */
const xml = (words: string): string =>
  words
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (letter) => ENTITIES[letter] ?? letter)

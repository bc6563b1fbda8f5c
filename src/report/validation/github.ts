/** Workflow commands, which GitHub Actions shows beside the lines of a pull request. */
import { problemsOf, type ValidationFormat } from './format.ts'

export const githubValidation: ValidationFormat = {
  name: 'github',
  summary: 'annotations for GitHub Actions',
  extensions: [],
  begin: () => '',
  text: (checked) =>
    problemsOf(checked)
      .map(({ severity, rule, message }) => {
        const properties = {
          file: checked.path,
          ...(checked.line === null ? {} : { line: String(checked.line) }),
          title: rule,
        }
        const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
        return `::${severity} ${list.join(',')}::${escapeData(message)}\n`
      })
      .join(''),
  end: () => '',
}

/** Escapes messages and properties like the package @actions/core. */
const escapeData = (value: string): string =>
  value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (value: string): string =>
  escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C')

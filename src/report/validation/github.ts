/** Workflow commands, which GitHub Actions shows beside the lines of a pull request. */
import { problemsOf, type ValidationFormat } from './format.ts'

export const github: ValidationFormat = {
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
        const listed = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`)
        return `::${severity} ${listed.join(',')}::${data(message)}\n`
      })
      .join(''),
  end: () => '',
}

/** As @actions/core does it. */
const data = (value: string): string =>
  value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (value: string): string => data(value).replaceAll(':', '%3A').replaceAll(',', '%2C')

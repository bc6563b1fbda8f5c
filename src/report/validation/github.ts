/** Workflow commands, which GitHub Actions shows beside the lines of a pull request. */
import { locateInFile, type ValidationFormat } from './format.ts'

export const githubValidation: ValidationFormat = {
  name: 'github',
  extensions: [],
  isPrinted: true,
  begin: () => '',
  text: (checked) =>
    checked.problems
      .map((problem) => {
        const { place, line, message } = locateInFile(checked, problem)
        const properties = {
          file: checked.path,
          line,
          col: place?.column,
          endLine: place?.endLine,
          // GitHub ignores the columns of an annotation of several lines.
          endColumn: place?.endLine === place?.line ? place?.endColumn : undefined,
          title: problem.rule,
        }
        const list = Object.entries(properties).flatMap(([name, value]) =>
          value === undefined || value === null ? [] : [`${name}=${escapeProperty(String(value))}`],
        )
        return `::${problem.severity} ${list.join(',')}::${escapeData(message)}\n`
      })
      .join(''),
  end: () => '',
}

/** Escapes messages and properties like the package @actions/core. */
const escapeData = (value: string): string =>
  value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (value: string): string =>
  escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Static Analysis Results Interchange Format, version 2.1.0 (OASIS), as GitHub code scanning accepts it. */
import { toJson } from '../../util/json.ts'
import { locateInFile, type CheckedText, type TextProblem, type ValidationFormat } from './format.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

export const sarifValidation: ValidationFormat = {
  name: 'sarif',
  extensions: ['.sarif'],
  begin: () => `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`,
  text: (checked, position) => {
    const results = checked.problems.map((problem) => `\n${toJson(resultOf(checked, problem))}`)
    return results.length === 0 ? '' : `${position === 0 ? '' : ','}${results.join(',')}`
  },
  end: ({ rules, failures }) => {
    const driver = { name: 'sifaka', rules: rules.map((id) => ({ id })) }
    const invocations = [{ executionSuccessful: failures === 0 }]
    return `\n],"tool":${toJson({ driver })},"invocations":${toJson(invocations)}}]}\n`
  },
}

/** If a validator could not answer, the SARIF kind is `open`: nothing is known about the text. */
function resultOf(checked: CheckedText, problem: TextProblem): object {
  const { place, line, message } = locateInFile(checked, problem)
  const artifactLocation = { uri: uriOf(checked.path) }
  const region = place ? regionOf(place) : { startLine: line ?? 1 }
  const { replacement } = place ?? {}
  return {
    ruleId: problem.rule,
    ...(problem.answered ? { kind: 'fail', level: problem.severity } : { kind: 'open', level: 'none' }),
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region }, logicalLocations: [{ name: checked.id }] }],
    ...(replacement !== undefined && {
      fixes: [
        {
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: region, insertedContent: { text: replacement } }],
            },
          ],
        },
      ],
    }),
  }
}

const regionOf = ({ line, column, endLine, endColumn }: NonNullable<TextProblem['place']>): object => ({
  startLine: line,
  startColumn: column,
  ...(endLine !== undefined && { endLine, endColumn }),
})

/** Converts a path to a relative URI reference and escapes its reserved characters. */
const uriOf = (path: string): string =>
  path.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')

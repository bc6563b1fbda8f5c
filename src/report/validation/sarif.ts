/** Static Analysis Results Interchange Format, version 2.1.0 (OASIS), as GitHub code scanning accepts it. */
import { toJson } from '../../util/json.ts'
import { problemsOf, type CheckedText, type TextProblem, type ValidationFormat } from './format.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

export const sarifValidation: ValidationFormat = {
  name: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  extensions: ['.sarif'],
  begin: () =>
    `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","results":[`,
  text: (checked, position) => {
    const results = problemsOf(checked).map((problem) => `\n${toJson(resultOf(checked, problem))}`)
    return results.length === 0 ? '' : `${position === 0 ? '' : ','}${results.join(',')}`
  },
  end: ({ rules, failures }) => {
    const driver = { name: 'sifaka', rules: rules.map((id) => ({ id })) }
    const invocations = [{ executionSuccessful: failures === 0 }]
    return `\n],"tool":${toJson({ driver })},"invocations":${toJson(invocations)}}]}\n`
  },
}

/** If a validator could not answer, the SARIF kind is `open`: nothing is known about the text. */
const resultOf = (
  { id, path, line }: CheckedText,
  { severity, answered, rule, message }: TextProblem,
): object => ({
  ruleId: rule,
  ...(answered ? { kind: 'fail', level: severity } : { kind: 'open', level: 'none' }),
  message: { text: message },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line ?? 1 } },
      logicalLocations: [{ name: id }],
    },
  ],
})

/** Converts a path to a relative URI reference and escapes its reserved characters. */
const uriOf = (path: string): string =>
  path.toWellFormed().replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')

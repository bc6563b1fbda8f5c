import { outcomeLabel } from '../../core/outcome-label.ts'
import type { RecordCritique, RecordFailure, ResultRecord } from '../../core/record.ts'
import type { Validation } from '../../core/types.ts'
import { formatCount, formatDecimal, formatDuration, formatUsd } from '../../util/units.ts'
import { firstLine } from '../../util/truncate.ts'
import { markdownList, escapeInline, codeBlock } from '../shared/markdown.ts'
import { mdTiming } from '../timing/md.ts'
import type { ResultFormat } from '../../core/formats.ts'

const MAX_TITLE_LENGTH = 72

export const mdResults: ResultFormat = {
  name: 'md',
  summary: 'a document for people: each prompt with its text, validations and critiques',
  extensions: ['.md'],
  begin: () => '# Results\n',
  record: (record) => `\n${sections(record).join('\n')}`,
  end: (timing) => (timing ? `\n${mdTiming.render(timing)}` : ''),
}

const sections = (record: ResultRecord): string[] => [
  `## ${record.index + 1}. ${outcomeLabel(record.outcome)}: ${escapeInline(firstLine(record.prompt, MAX_TITLE_LENGTH))}\n`,
  `${overview(record)}\n`,
  `Prompt:\n\n${codeBlock(record.prompt)}`,
  record.text === '' ? 'No text.\n' : `Text:\n\n${codeBlock(record.text)}`,
  ...listSection('Validations', record.validations.map(validationItem)),
  ...listSection('Critiques', record.critiques.map(critiqueItem)),
  ...listSection('Failures', record.failures.map(failureItem)),
  ...(record.error
    ? [`Error ${escapeInline(record.error.code)}: ${escapeInline(record.error.message)}\n`]
    : []),
]

const listSection = (heading: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${heading}:\n\n${markdownList(items)}`]

const overview = (record: ResultRecord): string =>
  [
    `Stop reason ${record.stopReason}`,
    formatCount(record.iterations, 'iteration'),
    `best iteration ${record.bestIteration ?? 'none'}`,
    `model ${escapeInline(record.model)}`,
    `time ${formatDuration(record.durationMs)}`,
    formatCount(record.usage.inputTokens + record.usage.outputTokens, 'token'),
    `cost ${formatUsd(record.usage.costUsd)}`,
  ].join(', ')

function validationItem({ passed, validator, message, severity }: Validation): string {
  const verdict = passed ? 'passed' : severity === 'warning' ? 'warning' : 'failed'
  return `${verdict} ${nameAndMessage(validator, message)}`
}

function critiqueItem(critique: RecordCritique): string {
  const verdict = critique.needsImprovement ? `objects (${critique.severity})` : 'approves'
  const suggestions = critique.suggestions.map((suggestion) => `\n  - ${escapeInline(suggestion)}`)
  return [
    `${verdict}, confidence ${formatDecimal(critique.confidence)}, `,
    nameAndMessage(critique.critic, critique.feedback),
    ...suggestions,
  ].join('')
}

const failureItem = ({ role, name, message }: RecordFailure): string =>
  `${role} ${nameAndMessage(name, message)}`

const nameAndMessage = (name: string, message: string): string =>
  `**${escapeInline(name)}**: ${escapeInline(message)}`

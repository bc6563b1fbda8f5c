import type { ResultFormat } from './format.ts'
import { fenced, inline, list } from '../shared/markdown.ts'
import type { ResultRecord } from '../../core/record.ts'
import { md as timingMd } from '../timing/md.ts'
import { decimal, duration, integer, usd } from '../shared/units.ts'

const LONGEST_TITLE = 72

export const md: ResultFormat = {
  name: 'md',
  summary: 'a document to read: each prompt with its text and what was said about it',
  extensions: ['.md'],
  begin: () => '# Results\n',
  record: (record) => `\n${sections(record).join('\n')}`,
  end: (timing) => (timing ? `\n${timingMd.render(timing)}` : ''),
}

const sections = (record: ResultRecord): string[] => [
  `## ${record.index + 1}. ${record.outcome}: ${inline(title(record.prompt))}\n`,
  `${figures(record)}\n`,
  `Prompt:\n\n${fenced(record.prompt)}`,
  record.text === '' ? 'No text.\n' : `Text:\n\n${fenced(record.text)}`,
  ...section('Validations', record.validations.map(validation)),
  ...section('Critiques', record.critiques.map(critique)),
  ...section(
    'Failures',
    record.failures.map((failure) => `${failure.role} ${stated(failure)}`),
  ),
  ...(record.error ? [`Error ${inline(record.error.code)}: ${inline(record.error.message)}\n`] : []),
]

const section = (heading: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${heading}:\n\n${list(items)}`]

function title(prompt: string): string {
  const letters = [...(prompt.trim().split(/[\r\n]/, 1)[0] ?? '')]
  return letters.length <= LONGEST_TITLE ? letters.join('') : `${letters.slice(0, LONGEST_TITLE).join('')}…`
}

const figures = ({ stopReason, iterations, bestIteration, model, durationMs, usage }: ResultRecord): string =>
  [
    `Stop reason ${stopReason}`,
    `iterations ${integer(iterations)}`,
    `best ${bestIteration ?? 'none'}`,
    `model ${inline(model)}`,
    `time ${duration(durationMs)}`,
    `tokens ${integer(usage.inputTokens + usage.outputTokens)}`,
    `cost ${usd(usage.costUsd)}`,
  ].join(', ')

const validation = ({ passed, validator, message, severity }: ResultRecord['validations'][number]): string =>
  `${passed ? 'passed' : severity === 'warning' ? 'warns' : 'failed'} ${stated({ name: validator, message })}`

function critique(given: ResultRecord['critiques'][number]): string {
  const verdict = given.needsImprovement ? `objects (${given.severity})` : 'approves'
  const said = stated({ name: given.critic, message: given.feedback })
  const suggestions = given.suggestions.map((suggestion) => `\n  - ${inline(suggestion)}`)
  return `${verdict}, confidence ${decimal(given.confidence)}, ${said}${suggestions.join('')}`
}

const stated = ({ name, message }: { name: string; message: string }): string =>
  `**${inline(name)}**: ${inline(message)}`

/** One prompt with all its iterations: each draft, what was wrong with it, and what the next draft changed. */
import { outcomeLabel } from '../../core/outcome-label.ts'
import type { PromptDetail } from '../../core/reporting/run-details.ts'
import type { Critique, Failure, Iteration, Timed, Validation } from '../../core/types.ts'
import { isWarning } from '../../core/validation/severity.ts'
import { formatCount, formatDuration, formatUsd } from '../../util/units.ts'
import { firstLine } from '../../util/truncate.ts'
import { diffIterations, type DiffWords, type IterationDiff, type WordChange } from '../thoughts/diff.ts'
import { markup, type Markup } from './markup.ts'
import { waterfall } from './waterfall.ts'

const MAX_TITLE_LENGTH = 100
/** A text whose diff takes longer is shown as rewritten, since a page can have many diffs. */
const DIFF_TIMEOUT_MS = 100

export function promptDetail(detail: PromptDetail, diffWords: DiffWords): Markup {
  const { thought } = detail
  const { prompt, outcome, iterations, usage, durationMs, error } = thought
  const diffs = diffIterations(thought, diffWords, DIFF_TIMEOUT_MS)
  const facts = [
    `stop reason ${thought.stopReason}`,
    formatCount(iterations.length, 'iteration'),
    formatDuration(durationMs),
    formatCount(usage.inputTokens + usage.outputTokens, 'token'),
    `cost ${formatUsd(usage.costUsd)}`,
  ]
  const title = firstLine(prompt.text, MAX_TITLE_LENGTH)
  const sections = iterations.map((iteration) => iterationSection(iteration, thought.bestIteration, diffs))
  return markup`<details class="prompt" id="prompt-${prompt.index}">
<summary>${prompt.index + 1}. <bdi>${title}</bdi> <span class="outcome ${outcome}">${outcomeLabel(outcome)}</span></summary>
<p class="facts"><bdi>${prompt.id}</bdi>: ${facts.join(', ')}</p>
<h4>Prompt</h4><pre tabindex="0">${prompt.text}</pre>
${error ? markup`<p class="bad">${error.code}: <bdi>${error.message}</bdi></p>` : ''}
${waterfall(detail)}
${sections}
</details>
`
}

function iterationSection(
  iteration: Timed<Iteration>,
  bestIteration: number | null,
  diffs: readonly IterationDiff[],
): Markup {
  const { index, generation, durationMs } = iteration
  const diff = diffs.find(({ to }) => to === index)
  const content = diff ? diff.changes.map(changeMarkup) : (generation?.text ?? '')
  return markup`<section class="iteration">
<h4>Iteration ${index}: ${formatDuration(durationMs)}${index === bestIteration ? ', returned' : ''}</h4>
${diff ? changesOf(diff) : ''}
${generation ? markup`<pre tabindex="0">${content}</pre>` : markup`<p class="bad">no draft</p>`}
${findingsOf(iteration)}
</section>
`
}

function changesOf({ from, fixed, broke, unchanged }: IterationDiff): Markup {
  const lists = [
    { title: 'fixed', names: fixed, kind: 'good' },
    { title: 'broke', names: broke, kind: 'bad' },
    { title: 'still not met', names: unchanged, kind: 'bad' },
  ].filter(({ names }) => names.length > 0)
  const items = lists.map(
    ({ title, names, kind }) =>
      markup`; <span class="${kind}">${title}</span> <bdi>${names.join(', ')}</bdi>`,
  )
  return markup`<p>Changes since iteration ${from}${items}</p>`
}

const changeMarkup = ({ kind, text }: WordChange): Markup =>
  kind === 'kept'
    ? markup`${text}`
    : kind === 'added'
      ? markup`<ins>${text}</ins>`
      : markup`<del>${text}</del>`

function findingsOf({ validations, critiques, failures }: Iteration): Markup {
  const failed = validations.filter(({ passed }) => !passed)
  const objections = critiques.filter(({ needsImprovement }) => needsImprovement)
  const approvals = [
    ...validations.filter(({ passed }) => passed).map(({ validator }) => validator),
    ...critiques.filter(({ needsImprovement }) => !needsImprovement).map(({ critic }) => critic),
  ]
  const passed = markup`<li><span class="good">passed</span>: <bdi>${approvals.join(', ')}</bdi></li>`
  const items = [
    ...failed.map(validationItem),
    ...objections.map(critiqueItem),
    ...failures.map(failureItem),
    ...(approvals.length === 0 ? [] : [passed]),
  ]
  return items.length === 0 ? markup`` : markup`<ul class="findings">${items}</ul>`
}

const validationItem = (validation: Validation): Markup => {
  const verdict = isWarning(validation) ? 'warning' : 'not met'
  return markup`<li><span class="bad">${verdict}</span>: ${named(validation.validator, validation.message)}</li>`
}

function critiqueItem({ critic, severity, feedback, suggestions }: Critique): Markup {
  const list = suggestions.map((suggestion) => markup`<li><bdi>${suggestion}</bdi></li>`)
  return markup`<li><span class="bad">objection</span> (${severity}): ${named(critic, feedback)}${
    list.length === 0 ? '' : markup`<ul>${list}</ul>`
  }</li>`
}

const failureItem = ({ role, name, message }: Failure): Markup =>
  markup`<li><span class="bad">no answer</span>: ${role} ${named(name, message)}</li>`

const named = (name: string, message: string): Markup =>
  markup`<b><bdi>${name}</bdi></b>: <bdi>${message}</bdi>`

/** `sifaka report`: makes the report of a run again, from the thoughts that it stored. */
import { checkOutputs, writeOutput } from '../../../batch/results/output.ts'
import { refuseInputs } from '../../../batch/results/file-identity.ts'
import { thoughtOf, type StoreDamage } from '../../../core/backends/store.ts'
import { UsageError } from '../../../core/errors.ts'
import { fanOut } from '../../../core/events.ts'
import type { TimingReport } from '../../../core/timing-report.ts'
import { createDetailsObserver } from '../../../observe/details/run-details.ts'
import { Replay } from '../../../observe/replay/replay.ts'
import { createTimingObserver } from '../../../observe/timing/timing.ts'
import { chooseTimingFormat } from '../../../report/index.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import type { Shell } from '../../shell.ts'
import { withStore } from '../thoughts/find.ts'
import { isResultsFile, thoughtsOfResults, thoughtsOfRun, type ReportedThought } from './source.ts'

interface ReportFlags extends ConfigFlags {
  readonly format?: string
  readonly output?: string
  readonly prompt?: readonly string[]
  readonly force?: boolean
}

export async function reportCommand(shell: Shell, source: string, flags: ReportFlags): Promise<ExitCode> {
  const { output: path, prompt: prompts = [] } = flags
  const format = chooseTimingFormat(flags.format, path)
  if (prompts.length > 0 && !format.showsPrompts) {
    throw new UsageError(`--prompt has no effect: ${format.name} shows no prompts`, 'use --format html')
  }
  const fromFile = isResultsFile(source)
  if (fromFile && path !== undefined) await refuseInputs([path], [{ path: source, role: 'the input' }])
  await checkOutputs([path], flags.force)
  return withStore(flags, shell, async (store) => {
    const damaged = new Set<string>()
    const onDamage = ({ place, fault }: StoreDamage) => void damaged.add(`${place}: ${fault}`)
    const entries = (fromFile ? thoughtsOfResults : thoughtsOfRun)(store, source, onDamage)
    const { report, details, lost, shown } = await replay(entries, source, prompts, format.showsPrompts)
    if (report.summary.prompts === 0) {
      throw new UsageError(
        `the thoughts of ${source} are not stored`,
        'they were deleted, or the run had --no-store or --no-store-content',
      )
    }
    if (lost > 0) {
      shell.warn(
        `the report lacks ${formatCount(lost, 'prompt')}: ${lost === 1 ? 'its thought is' : 'their thoughts are'} not stored`,
      )
    }
    for (const each of damaged) shell.warn(`the report may lack a prompt: ${each}`)
    const missing = prompts.find((id) => !shown.has(id))
    if (missing !== undefined)
      throw new UsageError(`--prompt: ${source} has no prompt with the id ${missing}`)
    await format.load?.()
    await writeOutput(format.render(report, details), path, shell.stdout, flags.force)
    return damaged.size > 0 ? EXIT.unverified : EXIT.accepted
  })
}

async function replay(
  thoughts: AsyncIterable<ReportedThought | undefined>,
  id: string,
  prompts: readonly string[],
  showsPrompts = false,
) {
  let lost = 0
  let startedAt = ''
  const models = new Set<string>()
  const labels = new Set<string>()
  const shown = new Set<string>()
  const run = { id, startedAt: '', model: '', profile: null, label: null, concurrency: 1, settings: {} }
  const timer = createTimingObserver(run)
  const details = showsPrompts ? createDetailsObserver('', new Set(prompts)) : undefined
  const replayed = new Replay(
    fanOut([timer, ...(details ? [details] : [])], (line) => {
      throw new Error(line)
    }),
  )
  for await (const found of thoughts) {
    const thought = found && thoughtOf(found.entry)
    if (!thought) {
      lost++
      continue
    }
    const { startedAt: start, model, label } = found.entry.head
    startedAt ||= start
    models.add(model)
    if (label !== undefined) labels.add(label)
    const { prompt, usage } = thought
    if (prompts.includes(prompt.id)) shown.add(prompt.id)
    replayed.add({ ...thought, prompt: { ...prompt, model }, usage: found.spent ?? usage }, model)
  }
  replayed.end()
  const resources = { peakRssMb: null, cpuMs: null, connectionsOpened: null }
  const report = timer.report({ wallMs: replayed.wallMs, resources, concurrency: replayed.concurrency })
  const label = labels.size === 0 ? null : [...labels].join(', ')
  const about = { ...report.run, model: [...models].join(', '), label, startedAt }
  return { report: asStored({ ...report, run: about }), details: details?.details(), lost, shown }
}

/** Thoughts do not record waits and the time of feedback, so these are unknown and not zero. */
const asStored = (report: TimingReport): TimingReport => ({
  ...report,
  components: report.components.map((row) =>
    row.component === 'wait' || row.component === 'feedback'
      ? { ...row, busyMs: null, elapsedMs: null, share: null }
      : row,
  ),
})

import { refuseInputs } from '../../../batch/results/file-identity.ts'
import { checkOutputs } from '../../../batch/results/output.ts'
import { checkTargets, primaryResultsPath, resultPaths, type Target } from '../../../batch/results/targets.ts'
import { fingerprinter } from '../../../batch/resume/fingerprint.ts'
import type { Resumption } from '../../../batch/resume/plan.ts'
import { createRuleFiller } from '../../../config/rules/fill-rules.ts'
import { UsageError } from '../../../core/errors.ts'
import type { Prompt } from '../../../core/types.ts'
import type { Engine } from '../../../engine/create-engine.ts'
import { checkInput, inputExtensions, type PromptCount } from '../../input/prompts.ts'
import { checkUsed, openSource, type BatchSource } from '../../input/sources/batch-source.ts'
import { csvStyleOf } from '../../input/sources/csv-style.ts'
import { findInputs } from '../../input/sources/find-inputs.ts'
import { inputFiles } from '../../input/sources/input-files.ts'
import type { LoadedRun } from '../../load-run.ts'
import type { BatchFlags } from '../../options/flags.ts'
import { announceInput } from '../../output/messages.ts'
import { checkRoom, chooseTargets } from '../../output/targets.ts'
import type { Shell } from '../../shell.ts'

/** What a batch is to do, checked before anything is written or sent. */
export interface BatchPlan {
  readonly loaded: LoadedRun
  readonly flags: BatchFlags
  readonly source: BatchSource
  /** Undefined for input that can be read only once. */
  readonly counted: PromptCount | undefined
  readonly targets: readonly Target[]
  readonly resume: boolean
  readonly retryFailed: boolean
  /** Whether existing files may be replaced. */
  readonly force: boolean
  readonly fingerprintsBy: (engine: Pick<Engine, 'filesFor'>) => Resumption['fingerprintOf']
}

export async function planBatch(
  shell: Shell,
  given: readonly string[],
  flags: BatchFlags,
  loaded: LoadedRun,
): Promise<BatchPlan> {
  const { settings } = loaded
  const files = await findInputs(given.length === 0 ? ['-'] : given, {
    cwd: shell.cwd,
    extensions: inputExtensions(),
  })
  const targets = await chooseTargets(flags.output, flags, await csvStyleOf(files, flags))
  const { retryFailed = false, report = [], events = [] } = flags
  const resume = flags.resume === true || retryFailed
  if (resume && primaryResultsPath(targets) === undefined) {
    const flag = flags.resume ? '--resume' : '--retry-failed'
    throw new UsageError(`${flag} needs the results of an earlier run`, 'name their file with -o FILE')
  }
  const force = flags.force === true && !resume
  const inputs = inputFiles(files, flags, loaded, shell.cwd)
  await refuseInputs([...resultPaths(targets), ...report, ...events], inputs)
  // A dry run writes only the report.
  if (flags.dryRun) await checkOutputs(report, force)
  else await checkTargets(targets, [...report, ...events], { force, resume })
  const source = await openSource(files, flags, loaded, shell)
  const counted = await checkInput(source)
  checkUsed(source, counted !== undefined)
  checkRoom(targets, counted?.chosen)
  shell.say(announceInput(source, counted))
  const filler = createRuleFiller(settings, loaded.registry)
  const rulesFor = filler.fields.length === 0 ? undefined : (prompt: Prompt) => filler.fill(prompt.vars)
  return {
    loaded,
    flags,
    source,
    counted,
    targets,
    resume,
    retryFailed,
    force,
    fingerprintsBy: ({ filesFor }) => fingerprinter(settings, { rulesFor, filesFor }),
  }
}

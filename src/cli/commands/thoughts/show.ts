import { thoughtOf, type StoredThought } from '../../../core/backends/store.ts'
import { UsageError } from '../../../core/errors.ts'
import type { Thought, Timed } from '../../../core/types.ts'
import { standardOutput } from '../../../batch/results/output.ts'
import { diffIterations, diffLines, loadDiffWords } from '../../../report/thoughts/diff.ts'
import { exportedThought } from '../../../report/thoughts/export.ts'
import { overview } from '../../../report/thoughts/overview.ts'
import { headLines, iterationLines, timelineLines, type ShowOptions } from '../../../report/thoughts/show.ts'
import { toTerminal } from '../../../util/terminal.ts'
import { toJson } from '../../../util/json.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import { widthOf } from '../../output/width.ts'
import { wrapLine } from '../../output/wrap.ts'
import type { Shell } from '../../shell.ts'
import { findThought, readThought, withStore } from './find.ts'

interface ShowFlags extends ConfigFlags, ShowOptions {
  readonly overview?: boolean
  readonly json?: boolean
}

export const showThought = (shell: Shell, id: string, flags: ShowFlags): Promise<ExitCode> =>
  withStore(flags, shell, async (store) => {
    const entry = await findThought(store, id)
    // Rejects if the content was changed.
    thoughtOf(entry)
    if (flags.overview) await printJson(overview(readThought(entry)), shell)
    else if (flags.json) await printJson(jsonOf(entry, flags), shell)
    else await printLines(linesOf(entry, flags), shell)
    return EXIT.accepted
  })

export const diffThought = (
  shell: Shell,
  id: string,
  flags: ConfigFlags & { readonly json?: boolean },
): Promise<ExitCode> =>
  withStore(flags, shell, async (store) => {
    const entry = await findThought(store, id)
    const diffs = diffIterations(readThought(entry), await loadDiffWords())
    if (flags.json) await printJson(diffs, shell)
    else if (diffs.length > 0) await printLines(diffs.flatMap(diffLines), shell)
    else shell.say(`sifaka: thought ${entry.head.id} has only one draft, so nothing changed`)
    return EXIT.accepted
  })

/** Whether only some iterations, or some parts of them, are to be shown. */
const isPart = ({ iteration, messages, critics, validations }: ShowFlags): boolean =>
  iteration !== undefined || [messages, critics, validations].some(Boolean)

function jsonOf(entry: StoredThought, flags: ShowFlags): unknown {
  if (!isPart(flags)) return exportedThought(entry)
  const { messages, critics, validations } = flags
  const all = !messages && !critics && !validations
  const iterations = iterationsOf(readThought(entry), flags).map((iteration) =>
    all
      ? iteration
      : {
          index: iteration.index,
          ...(messages ? { messages: iteration.generation?.messages ?? [] } : {}),
          ...(critics ? { critiques: iteration.critiques } : {}),
          ...(validations ? { validations: iteration.validations } : {}),
          failures: iteration.failures,
        },
  )
  return flags.iteration === undefined ? iterations : iterations[0]
}

function iterationsOf({ iterations, id }: Timed<Thought>, { iteration }: ShowOptions) {
  if (iteration === undefined) return iterations
  const chosen = iterations.filter(({ index }) => index === iteration)
  if (chosen.length > 0) return chosen
  throw new UsageError(
    `thought ${id} has no iteration ${iteration}`,
    `it has ${formatCount(iterations.length, 'iteration')}`,
  )
}

function linesOf(entry: StoredThought, flags: ShowFlags): string[] {
  if (isPart(flags)) {
    const thought = readThought(entry)
    return iterationsOf(thought, flags).flatMap((iteration) => iterationLines(iteration, flags))
  }
  const thought = thoughtOf(entry)
  if (!thought) return headLines(entry, thought)
  return [
    ...headLines(entry, thought),
    'timeline',
    ...timelineLines(thought),
    ...thought.iterations.flatMap((iteration) => iterationLines(iteration, flags)),
    'text',
    thought.text,
  ]
}

const printJson = (value: unknown, shell: Shell): Promise<void> =>
  standardOutput(shell.stdout).write(`${toJson(value, 2)}\n`)

async function printLines(lines: readonly string[], shell: Shell): Promise<void> {
  const width = widthOf(shell)
  const fitted = lines
    .flatMap((line) => line.split('\n'))
    .map((line) => (width === undefined ? line : wrapLine(toTerminal(line), width)))
  await standardOutput(shell.stdout).write(`${fitted.join('\n')}\n`)
}

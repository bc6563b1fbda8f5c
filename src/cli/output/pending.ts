/** Says how to continue a run that left prompts pending. */
import { primaryResultsPath, type Target } from '../../batch/results/targets.ts'
import type { Usage } from '../../core/types.ts'
import type { Models } from '../../engine/models.ts'
import { formatInteger } from '../../util/units.ts'
import type { Shell } from '../shell.ts'

interface PendingRun {
  readonly done: number
  readonly total: number | undefined
  /** What the results so far cost. */
  readonly spent: Usage
  /** The smallest budget that suffices for the call that did not fit, if the budget stopped the run. */
  readonly neededBudget: ReturnType<Models['neededBudget']>
}

/** Reports how many prompts are done, and the command that resumes the run. */
export function reportPending(
  targets: readonly Target[],
  run: PendingRun,
  { argv, interrupted, say }: Pick<Shell, 'argv' | 'interrupted' | 'say'>,
): void {
  const { done, total } = run
  const places = targets.map(({ path }) => (path === '-' ? 'on stdout' : `in ${path}`)).join(' and ')
  const why = interrupted() === undefined ? 'stopped' : 'interrupted'
  const left = total === undefined ? 'the other prompts are pending' : `${formatInteger(total - done)} left`
  say(`sifaka: ${why}: ${formatInteger(done)} done (${places}), ${left}`)
  if (primaryResultsPath(targets) === undefined) return say('sifaka: only a run with -o FILE can be resumed')
  const kept = argv.filter((word) => !['--resume', '--force', '--retry-failed'].includes(word))
  const words = largerBudget(run).reduce(withFlag, kept)
  return say(`sifaka: resume with:\n  sifaka ${[...words, '--resume'].map(quoted).join(' ')}`)
}

type Flag = readonly [name: string, value: string]

/** The flags of a budget that probably suffices for the rest: that of the results so far, with a margin of a half. */
function largerBudget({ done, total, spent, neededBudget = {} }: PendingRun): Flag[] {
  const { maxCostUsd, maxTokens } = neededBudget
  const left = total === undefined ? 1 : total - done
  const enough = (needed: number, used: number) =>
    Math.max(needed, used + (done === 0 ? (needed - used) * left : (1.5 * used * left) / done))
  const { costUsd, inputTokens, outputTokens } = spent
  const tokens = inputTokens + outputTokens
  return [
    ...(maxCostUsd === undefined
      ? []
      : [['--max-cost', roundedUp(enough(maxCostUsd, costUsd ?? 0))] as const]),
    ...(maxTokens === undefined
      ? []
      : [['--max-total-tokens', roundedUp(enough(maxTokens, tokens))] as const]),
  ]
}

/** Rounds up to two significant digits. */
function roundedUp(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return String(Number((Math.ceil(value / unit) * unit).toPrecision(2)))
}

/** Replaces the value of a flag, or adds the flag. */
function withFlag(words: readonly string[], [name, value]: Flag): string[] {
  const others = words.filter((word, index) => {
    const isValue = words[index - 1] === name
    return word !== name && !isValue && !word.startsWith(`${name}=`)
  })
  return [...others, name, value]
}

/** Quotes a word for a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

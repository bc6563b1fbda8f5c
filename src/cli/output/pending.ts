/** Says how to continue a run that left prompts pending. */
import { primaryResultsPath, type Target } from '../../batch/results/targets.ts'
import type { Models } from '../../engine/models.ts'
import { toMs } from '../../util/duration.ts'
import { formatInteger } from '../../util/units.ts'
import type { Shell } from '../shell.ts'

type NeededBudget = NonNullable<ReturnType<Models['neededBudget']>>

export interface PendingRun {
  /** Undefined if the run ended before it knew which prompts are done. */
  readonly done: number | undefined
  readonly total: number | undefined
  /** If the budget stopped the run: what was spent, and what suffices for the call that did not fit. */
  readonly neededBudget?: NeededBudget | undefined
  /** If the deadline stopped the run: its duration. */
  readonly deadline?: string | undefined
}

/** Reports how many prompts are done, and the command that resumes the run. */
export function reportPending(
  targets: readonly Target[],
  run: PendingRun,
  { argv, interrupted, log, redact }: Pick<Shell, 'argv' | 'interrupted' | 'log' | 'redact'>,
): void {
  const { done, total } = run
  const say = (line: string) => log.write('warn', line)
  const places = targets.map(({ path }) => (path === '-' ? 'on stdout' : `in ${path}`)).join(' and ')
  const why = interrupted() === undefined ? 'stopped' : 'interrupted'
  if (done === undefined) say(`sifaka: ${why} before the first prompt`)
  else {
    // Without a result, there may be no file.
    const shownPlaces = done === 0 ? '' : ` (${places})`
    const left = total === undefined ? 'the other prompts are pending' : `${formatInteger(total - done)} left`
    say(`sifaka: ${why}: ${formatInteger(done)} done${shownPlaces}, ${left}`)
  }
  if (primaryResultsPath(targets) === undefined) return say('sifaka: only a run with -o FILE can be resumed')
  const secret = secretFlags(argv, redact)
  const shown = secret.reduce(withoutFlag, argv)
  const kept = shown.filter((word) => word !== '--resume' && word !== '--force')
  const words = largerLimits(run).reduce(withFlag, kept)
  const more = secret.length === 0 ? '' : ` (and the same ${secret.join(' and ')})`
  const how = `${total === undefined ? 'pipe in the same input and ' : ''}resume with${more}:`
  const command = `sifaka ${[...words, '--resume'].map(quoted).join(' ')}`
  if (log.format() === 'json') return say(`${how} ${command}`)
  say(`sifaka: ${how}`)
  // A line break in the middle of the command would split it.
  if (log.includes('warn')) log.show(`  ${command}\n`)
}

/** The flags whose values must not be shown: the address of a webhook, and whatever contains a password or a key. */
function secretFlags(words: readonly string[], redact: Shell['redact']): string[] {
  const found = words.flatMap((word, index) => {
    const [, name, attached] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const nextWord = words[index + 1] ?? ''
    const value = attached ?? (nextWord.startsWith('-') ? '' : nextWord)
    return name !== undefined && (name === '--notify' || redact(value) !== value) ? [name] : []
  })
  return [...new Set(found)]
}

type Flag = readonly [name: string, value: string]

/** The flags of the limits that stopped the run, with values that probably suffice for the rest. */
function largerLimits({ done = 0, total, neededBudget = {}, deadline }: PendingRun): Flag[] {
  const { costUsd, tokens } = neededBudget
  const left = total === undefined ? 1 : total - done
  // Assumes that each remaining prompt takes one and a half times the mean so far.
  const enough = ({ spent, needed }: NonNullable<NeededBudget['costUsd']>) =>
    roundedUp(Math.max(needed, spent + (done === 0 ? (needed - spent) * left : (1.5 * spent * left) / done)))
  return [
    ...(costUsd ? [['--max-cost', enough(costUsd)] as const] : []),
    ...(tokens ? [['--max-total-tokens', enough(tokens)] as const] : []),
    ...(deadline === undefined ? [] : [['--deadline', `${2 * Math.ceil(toMs(deadline) / 1000)}s`] as const]),
  ]
}

/** Rounds up to two significant digits. */
function roundedUp(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return String(Number((Math.ceil(value / unit) * unit).toPrecision(2)))
}

/** Replaces the value of a flag, or adds the flag. */
const withFlag = (words: readonly string[], [name, value]: Flag): string[] => [
  ...withoutFlag(words, name),
  name,
  value,
]

const withoutFlag = (words: readonly string[], name: string): string[] =>
  words.filter((word, index) => word !== name && words[index - 1] !== name && !word.startsWith(`${name}=`))

/** Quotes a word for a shell; characters that a terminal does not show are escaped, as bash, zsh and ksh read them. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (!UNPRINTABLE.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`
  const escaped = word.replace(/[\\']/g, '\\$&').replaceAll(new RegExp(UNPRINTABLE, 'gu'), escapeBytes)
  return `$'${escaped}'`
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164]/u

const escapeBytes = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')

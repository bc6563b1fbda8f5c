import type { Store, ThoughtFilter, ThoughtPage } from '../../../core/backends/store.ts'
import { UsageError } from '../../../core/errors.ts'
import { standardOutput } from '../../../batch/results/output.ts'
import { truncateToWidth } from '../../../observe/status/truncate.ts'
import { exportedThought } from '../../../report/thoughts/export.ts'
import { thoughtLines } from '../../../report/thoughts/list.ts'
import { wordsIn } from '../../../storage/words.ts'
import { toTerminal } from '../../../util/terminal.ts'
import { formatCount } from '../../../util/units.ts'
import { toJson } from '../../../util/json.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import { widthOf } from '../../output/width.ts'
import type { Shell } from '../../shell.ts'
import { allThoughts, filterFrom, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface ListFlags extends FilterFlags {
  readonly limit: number
  readonly json?: boolean
}

export const listThoughts = (shell: Shell, flags: ListFlags): Promise<ExitCode> =>
  withStore(flags, shell, async (store) => {
    const found = await newest(store, filterFrom(flags), flags)
    if (countOf(found) === 0) {
      const isEmpty = countOf(await store.list({}, { limit: 1 })) === 0
      shell.say(isEmpty ? 'sifaka: no thought is stored yet' : 'sifaka: no thought matches')
    }
    await print(found, flags, shell)
    return EXIT.accepted
  })

export const searchThoughts = (shell: Shell, words: readonly string[], flags: ListFlags): Promise<ExitCode> =>
  withStore(flags, shell, async (store) => {
    const text = words.join(' ')
    if (wordsIn(text).length === 0)
      throw new UsageError('the search contains no word', 'name at least one word')
    const filter = filterFrom(flags)
    const found = await newest(store, { ...filter, text }, flags)
    const unsearched = await countWithoutTexts(store, filter)
    if (countOf(found) === 0) {
      if (unsearched > 0 && !(await hasTexts(store, filter)))
        throw new UsageError(
          'the texts of these thoughts are not stored, only hashes and figures, so they cannot be searched',
          'they were deleted, or the runs had --no-store-content',
        )
      shell.say(`sifaka: no thought contains "${text}"`)
    }
    if (unsearched > 0)
      shell.warn(`${formatCount(unsearched, 'thought')} could not be searched: no texts are stored`)
    await print(found, flags, shell)
    return EXIT.accepted
  })

const newest = (store: Store, filter: ThoughtFilter, { limit }: ListFlags) => store.list(filter, { limit })

const countOf = ({ thoughts, damages }: ThoughtPage): number => thoughts.length + damages.length

async function countWithoutTexts(store: Store, filter: ThoughtFilter): Promise<number> {
  let count = 0
  for await (const _ of allThoughts(store, { ...filter, lacksContent: true }, ignoreDamage)) count++
  return count
}

async function hasTexts(store: Store, filter: ThoughtFilter): Promise<boolean> {
  for await (const { content } of allThoughts(store, filter, ignoreDamage)) if (content !== null) return true
  return false
}

/** The list itself shows the damage. */
const ignoreDamage = () => undefined

async function print(
  { thoughts, damages, cursor }: ThoughtPage,
  { limit, json }: ListFlags,
  shell: Shell,
): Promise<void> {
  const output = standardOutput(shell.stdout)
  const width = widthOf(shell)
  const lines = json
    ? [...thoughts.map(exportedThought), ...damages].map((each) => toJson(each))
    : [...thoughtLines(thoughts, width), ...damages.map(({ place }) => `(damaged)  ${place}`)].map((line) =>
        width === undefined ? line : truncateToWidth(toTerminal(line), width),
      )
  for (const line of lines) await output.write(`${line}\n`)
  if (cursor !== undefined) shell.say(`sifaka: the newest ${limit}; --limit shows more`)
}

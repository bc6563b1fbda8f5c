/** The flags that select thoughts. */
import type { Store, StoreDamage, StoredThought, ThoughtFilter } from '../../../core/backends/store.ts'
import { systemClock } from '../../../core/clock.ts'
import { UsageError } from '../../../core/errors.ts'
import type { Outcome } from '../../../core/types.ts'
import { isDuration, toMs } from '../../../util/duration.ts'
import type { ConfigFlags } from '../../options/flags.ts'

export interface FilterFlags extends ConfigFlags {
  readonly run?: string
  readonly label?: string
  readonly outcome?: Outcome
  readonly model?: string
  readonly failing?: string
  readonly since?: string
  readonly before?: string
}

export const filterFrom = ({
  run,
  label,
  outcome,
  model,
  failing,
  since,
  before,
}: FilterFlags): ThoughtFilter => ({
  run,
  label,
  outcome,
  model,
  failedValidator: failing,
  since: since === undefined ? undefined : instantOf('--since', since),
  before: before === undefined ? undefined : instantOf('--before', before),
})

/** Reads a date or a time, in UTC unless it has an offset, or a duration before now. Returns ISO 8601. */
export function instantOf(flag: string, text: string): string {
  if (isDuration(text)) return new Date(systemClock.date().getTime() - toMs(text)).toISOString()
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(text)
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)
  const time = Date.parse(isTime && !hasOffset ? `${text}Z` : text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && Number.isFinite(time)) return new Date(time).toISOString()
  throw new UsageError(
    `${flag} must be a date, a time or an age, for example 2026-11-29, 2026-11-29T08:00Z or 7d, not "${text}"`,
  )
}

const PAGE = 200

/** All thoughts that match, newest first. `onDamage` is called for entries that cannot be read. */
export async function* allThoughts(
  store: Store,
  filter: ThoughtFilter,
  onDamage: (damage: StoreDamage) => void,
): AsyncGenerator<StoredThought> {
  let cursor: string | undefined
  do {
    const page = await store.list(filter, { limit: PAGE, cursor })
    yield* page.thoughts
    page.damages.forEach(onDamage)
    cursor = page.cursor
  } while (cursor !== undefined)
}

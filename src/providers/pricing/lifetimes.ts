/** Warns of models that do not answer any more, or soon will not. */
import { bundledModels, type ListedModel } from './model-list.ts'
import { findByModelName } from './prices.ts'
import { DAY_MS } from '../../util/duration.ts'
import { partsOf } from '../../core/ports.ts'
import { ownValue } from '../../util/lookup.ts'

/** A user who is warned this early can replace the model in time. */
const WARNING_DAYS = 60

/** Finds a model in the bundled list; for the name of a snapshot, finds its model. */
export function findListedModel(model: string): ListedModel | undefined {
  const { owner, id } = partsOf(model)
  return findByModelName(ownValue(bundledModels().providers, owner) ?? {}, id)
}

/**
 * Returns why `provider:model` should be replaced, and by which model; undefined if it answers for longer
 * than `WARNING_DAYS`. `shutdownDate` is the date that the provider itself reports, if it was asked.
 */
export function lifetimeWarning(model: string, now: Date, shutdownDate?: string): string | undefined {
  const listed = findListedModel(model)
  const date = shutdownDate ?? listed?.shutdownDate
  if (date === undefined) return undefined
  const leftDays = (Date.parse(date) - now.getTime()) / DAY_MS
  if (leftDays > WARNING_DAYS) return undefined
  const cure = listed?.replacement === undefined ? '' : `; use ${partsOf(model).owner}:${listed.replacement}`
  return `${model} ${leftDays > 0 ? 'will be' : 'was'} shut down on ${date}${cure}`
}

/** The rows of a run that a user names to compare it: a results file, a run in the store, or a label. */
import { lstat } from 'node:fs/promises'
import { sideFile } from '../../../batch/results/side-files.ts'
import { canonicalPath } from '../../../batch/results/targets.ts'
import { thoughtOf, type Store } from '../../../core/backends/store.ts'
import { staysPending } from '../../../core/error-codes.ts'
import { UsageError } from '../../../core/errors.ts'
import type { ComparedRun } from '../../../report/compare/comparison.ts'
import type { ComparedRow } from '../../../report/compare/join-rows.ts'
import { digest } from '../../../util/hash.ts'
import { formatCount, formatInteger } from '../../../util/units.ts'
import { readableOrThrow } from '../../../storage/store-errors.ts'
import { oldestFirst, readResults, runOf } from './source.ts'

interface Entry extends Omit<ComparedRow, 'promptHash'> {
  readonly prompt: string
  readonly model: string
  readonly label: string | undefined
}

/** Collects rows; of several for one prompt, the last one counts. */
class RunRows {
  readonly #rows = new Map<string, ComparedRow>()
  readonly #models = new Set<string>()
  readonly #labels = new Set<string>()

  add({ prompt, model, label, ...row }: Entry): void {
    this.#rows.set(row.id, { ...row, promptHash: digest(prompt) })
    this.#models.add(model)
    if (label !== undefined) this.#labels.add(label)
  }

  toRun(source: string): ComparedRun {
    return { source, models: [...this.#models], labels: [...this.#labels], rows: [...this.#rows.values()] }
  }
}

/** Throws a `UsageError` if the file cannot be read, contains no results, or lacks results of the run. */
export async function readResultsFile(path: string): Promise<ComparedRun> {
  const rows = new RunRows()
  await readResults(path, ({ id, prompt, outcome, iterations, usage, durationMs, model, label }) =>
    rows.add({ id, prompt, outcome, iterations, costUsd: usage.costUsd, durationMs, model, label }),
  )
  const run = rows.toRun(path)
  if (run.rows.length === 0) throw new UsageError(`${path} contains no results`)
  // A run removes this file once every prompt has a result.
  const calls = await lstat(sideFile(await canonicalPath(path), 'calls')).catch(() => undefined)
  if (calls) {
    throw new UsageError(
      `${path} is unfinished: a run is writing it, or stopped before all prompts had a result`,
      'finish it with sifaka batch ... --resume',
    )
  }
  return run
}

/** The thoughts of a run, or of all runs with a label. Throws a `UsageError` if they are not all known. */
export async function readStoredRun(store: Store, source: string): Promise<ComparedRun> {
  const run = await runOf(store, source)
  const first = await store.list({ run }, { limit: 1 })
  const isRun = first.thoughts.length + first.damages.length > 0
  const rows = new RunRows()
  const pending = new Set<string>()
  let thoughts = 0
  let lost = 0
  for await (const entry of oldestFirst(store, isRun ? { run } : { label: source }, readableOrThrow)) {
    thoughts++
    const { model, label, outcome, iterations, usage } = entry.head
    // As in the files of results.
    const durationMs = Math.round(entry.head.durationMs)
    const thought = thoughtOf(entry)
    if (!thought) {
      lost++
      continue
    }
    const { id, text: prompt } = thought.prompt
    if (staysPending(thought)) {
      pending.add(id)
      continue
    }
    pending.delete(id)
    rows.add({ id, prompt, outcome, iterations, costUsd: usage.costUsd, durationMs, model, label })
  }
  if (thoughts === 0) {
    throw new UsageError(
      `no stored run has the id or the label ${source}`,
      'name a .jsonl file of results, the id of a run, a label of batch --label, or latest; sifaka thoughts list --json shows runs and labels',
    )
  }
  if (lost > 0) {
    throw new UsageError(
      `the texts of ${formatInteger(lost)} of ${formatCount(thoughts, 'thought')} of ${source} are not stored`,
      'compare the files of results instead',
    )
  }
  if (pending.size > 0) {
    throw new UsageError(
      `${source} is unfinished: ${formatCount(pending.size, 'prompt')} stopped without a result`,
      'finish it with sifaka batch ... --resume, and compare the file of results or the label',
    )
  }
  return rows.toRun(source)
}

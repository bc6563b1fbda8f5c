import type { Observer, SifakaEvent } from '../../core/events.ts'
import { toRecord } from '../../core/record.ts'
import {
  toPromptRow,
  type PromptDetail,
  type PromptRow,
  type RunDetails,
} from '../../core/reporting/run-details.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { EvenSample } from './even-sample.ts'
import { WorkLog } from './work-log.ts'

export interface DetailsObserver extends Observer {
  /** The prompts that have ended so far. */
  details(): RunDetails
}

/** A browser still filters and sorts this number of rows at once, and a file with them stays below 20 MB. */
export const MAX_ROWS = 10_000
/** Bounds the texts of the prompts that are shown because they were not accepted. */
const MAX_DETAIL_CHARACTERS = 5_000_000
const MAX_SLOWEST = 10
const MAX_SAMPLE = 20

/**
 * Keeps a row for each prompt, and full details of the prompts that were not accepted, of the slowest ones and of an
 * even sample. Memory is bounded, whatever the number of prompts. `model` is the requested writing model. All details
 * are kept of the prompts whose id is in `wanted`.
 */
export function createDetailsObserver(
  model: string,
  wanted: ReadonlySet<string> = new Set(),
): DetailsObserver {
  const rows = new EvenSample<PromptRow>(MAX_ROWS)
  const sample = new EvenSample<PromptDetail>(MAX_SAMPLE)
  const log = new WorkLog()
  const chosen: PromptDetail[] = []
  let slowest: PromptDetail[] = []
  let characters = 0

  const failingRules = new Map<string, number>()

  const add = (thought: Timed<Thought>): void => {
    const row = toPromptRow(toRecord(thought, thought.prompt.model ?? model))
    rows.add(() => row)
    if (row.outcome !== 'accepted') {
      for (const rule of row.objections) failingRules.set(rule, (failingRules.get(rule) ?? 0) + 1)
    }
    const detail = { thought: withoutMessages(thought), work: log.end(thought.prompt.id) }
    const isWanted = wanted.has(thought.prompt.id)
    const size = charactersIn(thought)
    if (isWanted || (thought.outcome !== 'accepted' && characters + size <= MAX_DETAIL_CHARACTERS)) {
      characters += size
      chosen.push(detail)
      return
    }
    if (size * (MAX_SLOWEST + MAX_SAMPLE) > MAX_DETAIL_CHARACTERS) return
    sample.add(() => detail)
    slowest = [...slowest, detail].toSorted(bySlowest).slice(0, MAX_SLOWEST)
  }
  return {
    name: 'details',
    on(event: SifakaEvent) {
      log.on(event)
      if (event.type === 'thought-end') add(event.value)
    },
    details: () => ({
      prompts: rows.count,
      failingRules: [...failingRules]
        .map(([rule, prompts]) => ({ rule, prompts }))
        .toSorted((first, second) => second.prompts - first.prompts),
      rows: rows.items.toSorted(byIndex),
      details: [...new Set([...chosen, ...slowest, ...sample.items])].toSorted((first, second) =>
        byIndex(first.thought.prompt, second.thought.prompt),
      ),
    }),
  }
}

const byIndex = (first: { readonly index: number }, second: { readonly index: number }): number =>
  first.index - second.index
const bySlowest = (first: PromptDetail, second: PromptDetail): number =>
  second.thought.durationMs - first.thought.durationMs

/** The requests repeat the drafts and the feedback. */
const withoutMessages = (thought: Timed<Thought>): Timed<Thought> => ({
  ...thought,
  iterations: thought.iterations.map((iteration) => ({
    ...iteration,
    generation: iteration.generation && { ...iteration.generation, messages: [] },
  })),
})

const charactersIn = ({ prompt, iterations }: Thought): number =>
  iterations.reduce(
    (sum, { generation, critiques }) =>
      sum +
      (generation?.text.length ?? 0) +
      critiques.reduce(
        (total, { feedback, suggestions }) => total + feedback.length + suggestions.join('').length,
        0,
      ),
    prompt.text.length,
  )

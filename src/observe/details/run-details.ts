import type { Observer, SifakaEvent } from '../../core/events.ts'
import {
  MAX_TABLE_ROWS,
  rowOfThought,
  rulesNotMet,
  type PromptDetail,
  type PromptRow,
  type RunDetails,
} from '../../core/reporting/run-details.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { once } from '../../util/once.ts'
import { EvenSample } from './even-sample.ts'
import { WorkLog } from './work-log.ts'

export interface DetailsObserver extends Observer {
  /** The prompts that have ended so far. */
  details(): RunDetails
}

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
  const rows = new EvenSample<PromptRow>(MAX_TABLE_ROWS)
  const sample = new EvenSample<PromptDetail>(MAX_SAMPLE)
  const log = new WorkLog()
  const chosen: PromptDetail[] = []
  let slowest: PromptDetail[] = []
  let characters = 0

  const failingRules = new Map<string, number>()

  const add = (thought: Timed<Thought>): void => {
    const { prompt, outcome, durationMs } = thought
    rows.add(() => rowOfThought(thought, prompt.model ?? model))
    for (const rule of outcome === 'accepted' ? [] : rulesNotMet(thought)) {
      failingRules.set(rule, (failingRules.get(rule) ?? 0) + 1)
    }
    const work = log.end(prompt.id)
    const detail = once(() => ({ thought: withoutMessages(thought), work: work() }))
    const size = charactersIn(thought)
    if (wanted.has(prompt.id) || (outcome !== 'accepted' && characters + size <= MAX_DETAIL_CHARACTERS)) {
      characters += size
      chosen.push(detail())
      return
    }
    if (size * (MAX_SLOWEST + MAX_SAMPLE) > MAX_DETAIL_CHARACTERS) return
    sample.add(detail)
    const fastest = slowest.at(-1)?.thought.durationMs ?? 0
    if (slowest.length === MAX_SLOWEST && durationMs <= fastest) return
    slowest = [...slowest, detail()].toSorted(bySlowest).slice(0, MAX_SLOWEST)
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

/** Omits the messages of requests, which only repeat the drafts and the feedback. */
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

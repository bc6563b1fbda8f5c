/** Runs prompts on scripted models of which the second is the stronger one. */
import { runBatch } from '../../src/batch/run.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { AnswerJournal, Model } from '../../src/core/ports.ts'
import type { Prompt, Thought, Timed } from '../../src/core/types.ts'
import { noUsage, totalUsage } from '../../src/core/usage.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { createModels } from '../../src/engine/models.ts'
import { answer } from '../helpers/scripted.ts'
import { streamOf } from '../helpers/simulate-batch.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'

export const CHEAP = 'sim:cheap'
export const STRONG = 'sim:strong'
const COSTS: Record<string, number> = { [CHEAP]: 0.1, [STRONG]: 1 }

/** Returns the text of a draft; the text "good" is accepted. */
export type Write = (model: string, task: string, draft: number) => string

export interface RunOptions {
  readonly settings?: Partial<SettingsInput>
  readonly prices?: boolean
  readonly journal?: AnswerJournal
}

export async function run(
  model: string | string[],
  prompts: readonly Prompt[],
  write: Write,
  options: RunOptions = {},
) {
  const clock = virtualClock()
  const registry = builtInRegistry()
  const settings = parseSettings(
    {
      model,
      critics: [],
      validators: ['content:required=good'],
      store: false,
      cache: false,
      plateau: 20,
      ...options.settings,
    },
    registry,
  )
  const { signal } = new AbortController()
  const io = { registry, env: {}, signal, warn: () => undefined, clock, journal: options.journal }
  const calls: string[] = []
  const drafts = new Map<string, number>()
  const scripted = (name: string): Model => ({
    name,
    async generate({ messages }, scope) {
      await scope.clock.sleep(1000, scope.signal)
      calls.push(name)
      const task =
        prompts.find(({ text }) => messages.some(({ content }) => content.includes(text)))?.text ?? ''
      const count = (drafts.get(name + task) ?? 0) + 1
      drafts.set(name + task, count)
      const costUsd = options.prices === false ? null : (COSTS[name] ?? 0)
      return answer({
        model: name,
        text: `${write(name, task, count)} ${count}`,
        usage: { ...noUsage, calls: 1, inputTokens: 100, outputTokens: 100, costUsd },
      })
    },
  })
  const engine = await createEngine(settings, io, {
    models: { ...createModels(settings, io), get: scripted },
  })
  const thoughts: Timed<Thought>[] = []
  try {
    await engine.prepare()
    const work = (each: Prompt) => engine.improve(each)
    for await (const thought of runBatch(streamOf(prompts), work, { concurrency: 10, ordered: true, signal }))
      thoughts.push(thought)
  } finally {
    await engine.close()
  }
  const usage = totalUsage(thoughts.map((thought) => thought.usage))
  const accepted = thoughts.filter(({ outcome }) => outcome === 'accepted').length / prompts.length
  return { thoughts, calls, accepted, costUsd: usage.costUsd ?? 0, tokens: usage.inputTokens, engine }
}

/**
 * The reference task, for the simulated provider: a text of 500 words with two critics. Its latencies and figures,
 * which the tables name "reference", are typical of a large model.
 */
import type { Settings, SettingsInput } from '../../../config/schema.ts'
import type { Prompt } from '../../../core/types.ts'

/** The reference time of one generation. */
export const DRAFT_MS = 3200
/** The reference times of the two critics. */
export const CRITIQUE_MS = [1200, 1500] as const
/** The time of one iteration, in which the critics run at the same time. */
export const ITERATION_MS = DRAFT_MS + Math.max(...CRITIQUE_MS)

/** The number of tasks on a real model: few, since they cost money. */
export const REAL_TASKS = 5

/** Two critics, of which each has a model with its own latency. */
const CRITICS = [
  { name: 'reflexion', model: 'sim:fast' },
  { name: 'constitutional', model: 'sim:slow' },
] as const

type SimOptions = Readonly<Record<string, unknown>>

export const latencies = (scale: number): SimOptions => ({
  latency: { firstTokenMs: DRAFT_MS * scale },
  modelLatency: {
    fast: { firstTokenMs: CRITIQUE_MS[0] * scale },
    slow: { firstTokenMs: CRITIQUE_MS[1] * scale },
  },
})

/** The settings of all simulated scenarios; `sim` are options of the simulated provider. */
export const simulatedSettings = (sim: SimOptions, more: SettingsInput = {}): SettingsInput => ({
  model: 'sim:writer',
  critics: [...CRITICS],
  seed: 1,
  cache: false,
  store: false,
  stream: false,
  maxCalls: 1000,
  ...more,
  providers: { sim },
})

export const referenceValidators = [
  { name: 'length', min: 400, max: 600, unit: 'words' },
  { name: 'content', required: ['solar', 'wind'] },
]

export const referencePrompts = (count: number): Prompt[] =>
  numbered(count, (index) => `Write about the benefits of renewable energy, part ${index + 1}, in 500 words.`)

/** Short texts, so that the time for writing simulated texts does not matter. */
export const shortPrompts = (count: number): Prompt[] =>
  numbered(count, (index) => `Write 20 words about renewable energy, part ${index + 1}.`)

const numbered = (count: number, textOf: (index: number) => string): Prompt[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${index + 1}`, index, text: textOf(index) }))

/** Every prompt needs exactly two iterations, so that all prompts take the same time. */
export const TWO_ITERATIONS: SimOptions = { firstDraftPass: 0, obedience: 1 }

/** The settings of the reference task on a real model. */
export const referenceSettings = (settings: Settings): Settings => ({
  ...settings,
  validators: referenceValidators,
  critics: [{ name: 'reflexion' }, { name: 'constitutional' }],
  cache: false,
  store: false,
})

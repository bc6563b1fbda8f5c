/** The prompts of a run for reports. */
import type { RunDetails, PromptRow } from '../../../src/core/reporting/run-details.ts'
import type { Thought, Timed } from '../../../src/core/types.ts'
import { critique, validation } from '../../helpers/scripted.ts'
import { thought } from '../../storage/thoughts.ts'

export const row = (index: number, more: Partial<PromptRow> = {}): PromptRow => ({
  id: `p${index}`,
  index,
  prompt: `Write about topic ${index}.`,
  outcome: index % 4 === 0 ? 'exhausted' : 'accepted',
  iterations: (index % 3) + 1,
  objections: index % 4 === 0 ? ['length'] : [],
  model: 'sim:writer',
  tokens: (index * 7919) % 10_007,
  costUsd: index % 5 === 0 ? null : index / 1e6,
  durationMs: (index * 104_729) % 99_991,
  ...more,
})

/** Two drafts with a validation and a critique; the text stands in every place that a model or a user can fill. */
function thoughtWith(text: string, id = text): Timed<Thought> {
  const given = thought({ drafts: [text, `More. ${text}`], prompt: { id, index: 0, text } })
  return {
    ...given,
    outcome: 'exhausted',
    stopReason: 'max-iterations',
    iterations: given.iterations.map((iteration) => ({
      ...iteration,
      validations: [{ ...validation({ validator: text, passed: false, message: text }), durationMs: 1 }],
      critiques: [
        {
          ...critique({ critic: text, needsImprovement: true, feedback: text, suggestions: [text] }),
          durationMs: 2,
        },
      ],
      failures: [{ role: 'critic', name: text, code: 'timeout', message: text }],
    })),
    error: { code: 'timeout', message: text },
  }
}

export const detailsOf = (text: string): RunDetails => ({
  prompts: 1,
  failingRules: [{ rule: text, prompts: 1 }],
  rows: [row(0, { id: text, prompt: text, model: text, objections: [text] })],
  details: [
    {
      thought: thoughtWith(text),
      work: [
        { kind: 'generation', name: text, iteration: 1, startMs: 0, durationMs: 4, hasFailed: false },
        { kind: 'critique', name: text, iteration: 1, startMs: 4, durationMs: 3, hasFailed: true },
      ],
    },
  ],
})

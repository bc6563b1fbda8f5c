import { returnedIteration } from '../../core/record.ts'
import { rejectsText } from '../../core/validation/severity.ts'
import type { Thought, Timed } from '../../core/types.ts'

/** The figures of a thought under the names of the Python inspector `get_thought_overview`, and totals. */
export interface ThoughtOverview {
  readonly id: string
  readonly prompt: string
  readonly current_iteration: number
  readonly max_iterations: number
  /** In characters. */
  readonly final_text_length: number
  readonly total_generations: number
  readonly total_validations: number
  readonly total_critiques: number
  /** Always 0: models call no tools. */
  readonly total_tool_calls: number
  /** The critics that reviewed a draft, in the order of their first review. */
  readonly techniques_applied: readonly string[]
  /** Whether the thought has a final text. */
  readonly is_finalized: boolean
  /** Whether the final text passed all validators that reject texts. */
  readonly validation_passed: boolean
  readonly critics_applied: readonly string[]
  readonly validators_used: readonly string[]
  readonly total_iterations: number
  readonly total_model_calls: number
  readonly total_processing_time_ms: number
  readonly total_tokens: number
  /** The share of all validations that passed, from 0 to 1; null if there were none. */
  readonly validation_success_rate: number | null
}

export function overview(thought: Timed<Thought>): ThoughtOverview {
  const { iterations, usage } = thought
  const validations = iterations.flatMap((each) => each.validations)
  const critiques = iterations.flatMap((each) => each.critiques)
  const best = returnedIteration(thought)
  const critics = [...new Set(critiques.map(({ critic }) => critic))]
  return {
    id: thought.id,
    prompt: thought.prompt.text,
    current_iteration: iterations.length,
    max_iterations: thought.maxIterations,
    final_text_length: [...thought.text].length,
    total_generations: iterations.filter(({ generation }) => generation !== null).length,
    total_validations: validations.length,
    total_critiques: critiques.length,
    total_tool_calls: 0,
    techniques_applied: critics,
    is_finalized: best !== undefined,
    validation_passed: best !== undefined && !best.validations.some(rejectsText),
    critics_applied: critics,
    validators_used: [...new Set(validations.map(({ validator }) => validator))],
    total_iterations: iterations.length,
    total_model_calls: usage.calls,
    total_processing_time_ms: thought.durationMs,
    total_tokens: usage.inputTokens + usage.outputTokens,
    validation_success_rate:
      validations.length === 0
        ? null
        : validations.filter(({ passed }) => passed).length / validations.length,
  }
}

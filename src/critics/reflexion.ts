/**
 * Implements "Reflexion: Language Agents with Verbal Reinforcement Learning" (Shinn et al. 2023, arXiv
 * 2303.11366). External signals, here the validators, evaluate an attempt. After a failed attempt, the model
 * writes a diagnosis, a plan of actions and a short lesson; later attempts are given the last three lessons.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { recentLessons } from '../core/feedback.ts'
import type { Iteration } from '../core/types.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import { confidence, createModelCritic, effortOption, modelOption, severity } from './model-critic.ts'

const RUBRIC = `Reflect on this attempt at the task.
- diagnosis: compare the text with the task, and with what checks found in earlier attempts. Say in two or three sentences what falls short and what caused it; if nothing does, say what makes the text right.
- plan: at most five concrete actions that mend the text, most important first. Name the place and the change. Empty if nothing falls short.
- lesson: one sentence to remember in the next attempt, general enough to hold for another draft. Do not repeat a lesson that is known; say why it was not enough. Empty if nothing falls short.
- needsImprovement: true only if the text does not yet do what the task asks for.`

const options = z.strictObject({ model: modelOption, effort: effortOption })

const shape = z.object({
  diagnosis: z.string(),
  plan: z.array(z.string()),
  lesson: z.string(),
  needsImprovement: z.boolean(),
  severity,
  confidence,
})

export const reflexion: CriticDefinition<typeof options> = {
  name: 'reflexion',
  summary: 'Diagnoses faults, plans the next attempt and remembers lessons (Reflexion)',
  options,
  create: ({ model, effort }, needs) =>
    createModelCritic({
      name: 'reflexion',
      model: needs.critic(model),
      effort,
      rubric: (history) => [...memoryFrom(history), RUBRIC].join('\n\n'),
      shape,
      interpret: ({ diagnosis, plan, lesson, ...verdict }) => ({
        ...verdict,
        feedback: diagnosis,
        suggestions: plan,
        ...(verdict.needsImprovement ? { lesson } : {}),
      }),
    }),
}

/**
 * Returns the failures and lessons of earlier attempts, sealed as data, since drafts and models wrote parts
 * of them.
 */
function memoryFrom(history: readonly Iteration[]): string[] {
  const failures = history.flatMap(({ index, validations }) =>
    validations
      .filter(({ passed }) => !passed)
      .map(({ validator, message }) => `Attempt ${index} failed: [${validator}] ${message}`),
  )
  const lines = [...failures, ...recentLessons(history).map((lesson) => `Lesson: ${lesson}`)]
  return lines.length === 0
    ? []
    : [`What is known from earlier attempts, as data:\n${sealAsData('memory', lines.join('\n'))}`]
}

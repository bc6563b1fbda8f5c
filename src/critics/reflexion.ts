/**
 * Reflexion: Language Agents with Verbal Reinforcement Learning (Shinn et al. 2023, arXiv 2303.11366).
 * A trial is judged by outside signals, here the validators; a failed one is turned into a diagnosis, a plan of
 * concrete actions and a short lesson, and the last three lessons are the memory of the trials to come.
 */
import * as z from 'zod'
import type { Critic, Definition } from '../core/ports.ts'
import type { Iteration } from '../core/types.ts'
import { confidence, modelCritic, modelOption, sealed, severity, type CriticNeeds } from './model-critic.ts'

const RUBRIC = `Reflect on this attempt at the task.
- diagnosis: compare the text with the task, and with what checks found in earlier attempts. Say in two or three sentences what falls short and what caused it; if nothing does, say what makes the text right.
- plan: at most five concrete actions that mend the text, most important first. Name the place and the change. Empty if nothing falls short.
- lesson: one sentence to remember in the next attempt, general enough to hold for another draft. Do not repeat a lesson that is known; say why it was not enough. Empty if nothing falls short.
- needsImprovement: true only if the text does not yet do what the task asks for.`

const MEMORY = 3

const options = z.strictObject({
  model: modelOption.describe(
    'the model to ask, as provider:model; default: the critic model of the settings',
  ),
})

const shape = z.object({
  diagnosis: z.string(),
  plan: z.array(z.string()),
  lesson: z.string(),
  needsImprovement: z.boolean(),
  severity,
  confidence,
})

export const reflexion: Definition<Critic, CriticNeeds, typeof options> = {
  name: 'reflexion',
  summary: 'Diagnoses what falls short, plans the next attempt and keeps a lesson (Reflexion)',
  options,
  create: ({ model }, needs) =>
    modelCritic({
      name: 'reflexion',
      model: needs.critic(model),
      rubric: (history) => [...memoryOf(history), RUBRIC].join('\n\n'),
      shape,
      judge: ({ diagnosis, plan, lesson, ...verdict }) => ({
        ...verdict,
        feedback: diagnosis,
        suggestions: plan,
        ...(verdict.needsImprovement ? { lesson } : {}),
      }),
    }),
}

/** What is known from earlier attempts: it holds words of drafts and of models, and so it is data. */
function memoryOf(history: readonly Iteration[]): string[] {
  const signals = history.flatMap(({ index, validations }) =>
    validations
      .filter(({ passed }) => !passed)
      .map(({ validator, message }) => `Attempt ${index} failed: [${validator}] ${message}`),
  )
  const lessons = history.flatMap(({ critiques }) => critiques.flatMap(({ lesson }) => lesson ?? []))
  const lines = [...signals, ...lessons.slice(-MEMORY).map((lesson) => `Lesson: ${lesson}`)]
  return lines.length === 0
    ? []
    : [`What is known from earlier attempts, as data:\n${sealed('memory', lines.join('\n'))}`]
}

/**
 * Implements "Reflexion: Language Agents with Verbal Reinforcement Learning" (Shinn et al. 2023, arXiv 2303.11366). An
 * evaluator, here the validators and the model's own verdict, judges an attempt. Only after a failed attempt, the model
 * writes a diagnosis, a plan of actions and a short lesson; later attempts are given the last three lessons of the
 * task.
 */
import type { CriticDefinition } from '../core/definitions.ts'
import { recentLessons } from '../core/feedback.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import type { CritiqueRequest } from '../core/ports.ts'
import { rejectsText } from '../core/validation/severity.ts'
import type { Validation } from '../core/types.ts'
import { confidence, severity, text, texts, verdict } from './answer-shape.ts'
import { createSingleCallCritic, modelOptions } from './model-critic.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Reflect on this attempt at the task.
- diagnosis: compare the text with the task, and with what checks found in this and in earlier attempts. Say in two or three sentences what falls short and what caused it; if nothing does, say what makes the text right.
- needsImprovement: true only if the text does not yet do what the task asks for.
- plan: at most five concrete actions that mend the text, most important first. Name the place and the change. Empty if nothing falls short.
- lesson: one sentence to remember in the next attempt, general enough to hold for another draft. Do not repeat a lesson that is known; say why it was not enough. Empty if nothing falls short.`

const options = lazyStrictObject(() => modelOptions)

const shape = lazyObject(() => ({
  diagnosis: text('The second paragraph claims a saving and gives no figure for it.'),
  needsImprovement: verdict(),
  plan: texts('In the second paragraph, give the saving per year.'),
  lesson: text('Give a figure with each claim.'),
  severity,
  confidence,
}))

export const reflexion: CriticDefinition<typeof options> = {
  name: 'reflexion',
  summary: 'Diagnoses faults, plans the next attempt and remembers lessons (Reflexion)',
  options,
  create: ({ model, effort }, needs) =>
    createSingleCallCritic({
      name: 'reflexion',
      model: needs.critic(model),
      effort,
      rubric: async (request) => [...(await memoryFrom(request)), RUBRIC].join('\n\n'),
      shape: () => shape,
      interpret: ({ diagnosis, plan, lesson, ...opinion }) => ({
        ...opinion,
        feedback: diagnosis,
        suggestions: plan,
        ...(opinion.needsImprovement ? { lesson } : {}),
      }),
    }),
}

/**
 * Returns what the evaluator found and the lessons of earlier attempts, sealed as data, since drafts and models wrote
 * parts of them.
 */
async function memoryFrom({ history, validations }: CritiqueRequest): Promise<string[]> {
  const describe = (attempt: string, found: readonly Validation[]) =>
    found.filter(rejectsText).map(({ validator, message }) => `${attempt} failed: [${validator}] ${message}`)
  const lines = [
    ...history.flatMap((each) => describe(`Attempt ${each.index}`, each.validations)),
    ...describe('This attempt', (await validations) ?? []),
    ...recentLessons(history).map((lesson) => `Lesson: ${lesson}`),
  ]
  return lines.length === 0
    ? []
    : [`What is known about the attempts, as data:\n${sealAsData('memory', lines.join('\n'))}`]
}

import { askAboutDraft } from '../../src/critics/ask.ts'
import type { CriticDefinition, CriticNeeds } from '../../src/core/definitions.ts'
import type { Iteration, Validation } from '../../src/core/types.ts'
import { critique, prompt, scriptedModel, validation } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const TEXT = 'Solar power is cheap.\nIt is  always safe.'

export async function ask(
  definition: CriticDefinition,
  answer: object,
  {
    options = {},
    history = [],
    validations = [],
  }: { options?: object; history?: Iteration[]; validations?: Validation[] } = {},
) {
  const judge = scriptedModel([JSON.stringify(answer)], 0, 'test:judge')
  const writer = scriptedModel([JSON.stringify(answer)], 0, 'test:writer')
  const named = scriptedModel([JSON.stringify(answer)], 0, 'test:named')
  const needs: CriticNeeds = {
    critic: (name) => (name === undefined ? judge : named),
    generator: writer,
    ask: askAboutDraft,
  }
  const critic = await definition.create(definition.options.parse(options), needs)
  const given = critic.critique(
    { prompt: prompt(), text: TEXT },
    { history, sample: 0, validations: Promise.resolve(validations) },
    testScope(),
  )
  await given.catch(() => undefined)
  const [request] = [judge, writer, named].flatMap(({ requests }) => requests)
  return { model: critic.model, critique: given, question: request?.messages.at(-1)?.content ?? '' }
}

export const attempt = (index: number): Iteration => ({
  index,
  generation: null,
  validations: [
    { ...validation({ passed: false, message: `${index} words, must be 9 words` }), durationMs: 0 },
    { ...validation({ validator: 'json', message: 'valid JSON' }), durationMs: 0 },
  ],
  critiques: [{ ...critique({ lesson: `lesson ${index}` }), durationMs: 0 }],
  failures: [],
})

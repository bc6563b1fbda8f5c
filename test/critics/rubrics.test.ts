/** What is specific to each critic; `critics.test.ts` has what is common to all. */
import { expect, it } from 'vitest'
import { constitutional } from '../../src/critics/constitutional.ts'
import { reflexion } from '../../src/critics/reflexion.ts'
import { selfRefine } from '../../src/critics/self-refine.ts'
import { ask } from './ask-rubric.ts'

it.each([
  [reflexion, 'test:judge'],
  [constitutional, 'test:judge'],
  [selfRefine, 'test:writer'],
])('$name asks the model of its options, else $1', async (definition, model) => {
  expect((await ask(definition, {})).model).toBe(model)
  expect((await ask(definition, {}, { options: { model: 'test:named' } })).model).toBe('test:named')
})

it.each([
  [reflexion, { model: 'gpt-4o-mini' }, 'must be provider:model'],
  [reflexion, { memory: 3 }, 'Unrecognized key'],
  [constitutional, { principles: [] }, 'expected array to have >=1 items'],
  [constitutional, { principles: [' '] }, 'must be a sentence'],
  [selfRefine, { aspects: ['a', 'a'] }, 'must not contain an aspect twice'],
  [selfRefine, { threshold: 6 }, 'expected number to be <=5'],
])('$name rejects the options %j', (definition, options, problem) => {
  expect(() => definition.options.parse(options)).toThrow(problem)
})

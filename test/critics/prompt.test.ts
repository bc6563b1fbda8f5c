import { describe, expect, it } from 'vitest'
import { promptCritic } from '../../src/critics/prompt.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { askCritic } from './ask-critic.ts'

const folder = temporaryFolder()
const review = {
  feedback: 'Too warm.',
  quote: 'Solar power is cheap.',
  needsImprovement: true,
  suggestions: ['Be cooler.'],
  severity: 'low',
  confidence: 1,
}
const ask = (rubric: string, answer: object = review) =>
  askCritic(promptCritic, () => answer, { options: { rubric } })

describe('the prompt critic', () => {
  it('judges by a rubric that is a text or a file', async () => {
    const path = folder.write('rubric.md', 'Never praise.\n')
    const { questions, critique } = await ask('Never praise.')
    expect(questions[0]).toMatch(/\nRubric:\nNever praise\.$/)
    expect((await ask(`@${path}`)).questions).toEqual(questions)
    expect(await critique).toMatchObject({
      needsImprovement: true,
      suggestions: ['Be cooler.'],
      confidence: 1,
    })
  })

  it('halves its confidence if its quote does not occur in the text', async () => {
    const { critique } = await ask('Never praise.', { ...review, quote: 'Solar power is free.' })
    expect(await critique).toMatchObject({ confidence: 0.5 })
  })

  it.each([
    ['@missing.md', 'cannot read its rubric missing.md'],
    [`@${folder.write('empty.md', ' ')}`, 'is empty'],
  ])('refuses the rubric %s', async (rubric, problem) => {
    await expect(ask(rubric)).rejects.toThrow(problem)
  })
})

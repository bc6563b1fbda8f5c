import { describe, expect, it } from 'vitest'
import { reflexion } from '../../src/critics/reflexion.ts'
import { validation } from '../helpers/scripted.ts'
import { ask, attempt } from './ask-rubric.ts'

describe('reflexion', () => {
  const reflection = {
    diagnosis: 'It lacks an example.',
    plan: ['Add an example.'],
    lesson: 'I show what I claim.',
    needsImprovement: true,
    severity: 'high',
    confidence: 0.5,
  }

  it('returns a lesson only with an objection', async () => {
    expect(await (await ask(reflexion, reflection)).critique).toMatchObject({
      feedback: 'It lacks an example.',
      suggestions: ['Add an example.'],
      lesson: 'I show what I claim.',
      severity: 'high',
      confidence: 0.5,
    })
    const praised = await ask(reflexion, { ...reflection, needsImprovement: false })
    expect(await praised.critique).not.toHaveProperty('lesson')
  })

  it('keeps an objection without feedback and suggestions', async () => {
    const silent = { ...reflection, diagnosis: ' ', plan: [''] }
    expect(await (await ask(reflexion, silent)).critique).toMatchObject({
      needsImprovement: true,
      feedback: 'The text does not do what the task asks for.',
    })
  })

  it('waits for the instant validators, and names those that failed', async () => {
    const failed = validation({ passed: false, message: '5 words, must be 9 words' })
    const { question } = await ask(reflexion, reflection, { validations: [failed, validation()] })
    expect(question).toContain('\nThis attempt failed: [length] 5 words, must be 9 words\n')
  })

  it('sends earlier failures and the last three lessons, as data', async () => {
    const history = [1, 2, 3, 4].map(attempt)
    const { question } = await ask(reflexion, reflection, { history })
    const memory = /<(memory-[\da-f]{16})>\n([^]*)\n<\/\1>/.exec(question)?.[2]
    expect(memory?.split('\n')).toEqual([
      'Attempt 1 failed: [length] 1 words, must be 9 words',
      'Attempt 2 failed: [length] 2 words, must be 9 words',
      'Attempt 3 failed: [length] 3 words, must be 9 words',
      'Attempt 4 failed: [length] 4 words, must be 9 words',
      'Lesson: lesson 2',
      'Lesson: lesson 3',
      'Lesson: lesson 4',
    ])
    expect((await ask(reflexion, reflection)).question).not.toContain('memory-')
  })
})

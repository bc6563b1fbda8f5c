import { describe, expect, it } from 'vitest'
import type { Iteration } from '../../src/core/types.ts'
import { selfRefine } from '../../src/critics/self-refine.ts'
import { answer as scriptedAnswer, critique } from '../helpers/scripted.ts'
import { ask, attempt } from './ask-rubric.ts'

describe('self-refine', () => {
  const options = { aspects: ['Tone of voice', 'facts'] }
  const answerWith = (tone: unknown, facts: unknown, more: object = {}) => ({
    scores: {
      tone_of_voice: { quote: 'cheap', score: tone, fix: 'Use a warmer word.' },
      facts: { quote: 'always', score: facts, fix: 'Name the source.' },
    },
    stop: false,
    severity: 'low',
    confidence: 1,
    ...more,
  })
  const refined = async (tone: unknown, facts: unknown, more: object = {}, settings: object = {}) =>
    (await ask(selfRefine, answerWith(tone, facts, more), { options: { ...options, ...settings } })).critique

  it.each([
    [4, 5, false, 4, false],
    [3, 5, false, 4, true],
    [1, 1, true, 4, false],
    [4, 5, false, 5, true],
    [2, 3, false, 2, false],
  ])(
    'scores %d and %d, stop %s, threshold %d: needs improvement %s',
    async (tone, facts, stop, threshold, needed) => {
      expect(await refined(tone, facts, { stop }, { threshold })).toMatchObject({ needsImprovement: needed })
    },
  )

  it('suggests fixes for the weakest aspect first, and returns the scores and their total', async () => {
    expect(await refined(3, 2)).toMatchObject({
      feedback: 'Tone of voice 3/5: cheap\nfacts 2/5: always',
      suggestions: ['facts: Name the source.', 'Tone of voice: Use a warmer word.'],
      score: 0.5,
      details: {
        total: 5,
        stop: false,
        scores: [{ aspect: 'Tone of voice', score: 3 }, { aspect: 'facts' }],
      },
    })
  })

  it.each([6, 3.5, '4', null, undefined])('lets only the aspect with the score %j abstain', async (score) => {
    expect(await refined(score, 2)).toMatchObject({
      needsImprovement: true,
      suggestions: ['facts: Name the source.'],
      details: { total: 2 },
    })
    await expect(refined(score, 5)).rejects.toThrow('scores: tone_of_voice: score')
  })

  it('shows earlier attempts with their scores, the best one last', async () => {
    const attemptWith = (index: number, text: string, score: number): Iteration => ({
      ...attempt(index),
      generation: { ...scriptedAnswer({ text }), messages: [], durationMs: 0 },
      critiques: [
        {
          ...critique({ critic: 'self-refine', score, feedback: `facts ${score}`, suggestions: ['Add.'] }),
          durationMs: 0,
        },
      ],
    })
    const history = [attemptWith(1, 'Best.', 0.9), attemptWith(2, 'Worst.', 0.2)]
    const { question } = await ask(selfRefine, answerWith(4, 4), { options, history })
    const attempts = /<(attempts-[\da-f]{16})>\n([^]*)\n<\/\1>/.exec(question)?.[2]
    expect(attempts).toBe(
      'Worst.\nScores of this attempt:\nfacts 0.2\nAdvice: Add.\n\nBest.\nScores of this attempt:\nfacts 0.9\nAdvice: Add.',
    )
  })
})

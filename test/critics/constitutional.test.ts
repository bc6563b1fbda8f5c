import { describe, expect, it } from 'vitest'
import type { Iteration } from '../../src/core/types.ts'
import { constitutional } from '../../src/critics/constitutional.ts'
import { ask, attempt } from './ask-rubric.ts'

const innocent = { quote: '', violated: false, severity: 'low', fix: '' }

describe('constitutional', () => {
  const options = { principles: ['It is honest.', 'It is clear.'] }
  const violation = { violated: true, severity: 'critical', quote: 'It is always  safe.', fix: 'Say when.' }
  const invented = { violated: true, severity: 'medium', quote: 'It is free.', fix: 'Drop it.' }
  const judged = async (first?: object, second: object = {}, confidence = 0.8) => {
    const verdicts = {
      principle_1: first && { ...innocent, ...first },
      principle_2: { ...innocent, ...second },
    }
    return (await ask(constitutional, { verdicts, confidence }, { options })).critique
  }

  it('objects if any principle is violated, with the highest severity, and names the principle', async () => {
    expect(await judged(violation)).toMatchObject({
      needsImprovement: true,
      severity: 'critical',
      confidence: 0.8,
      feedback: '"It is always  safe." violates principle 1: It is honest.',
      suggestions: ['Say when. (principle 1: It is honest.)'],
      score: 0.5,
    })
  })

  it.each([
    ['all quotes occur, white space aside', violation, {}, 0.8],
    ['something is missing, which cannot be quoted', { ...violation, quote: '' }, {}, 0.8],
    ['no quote occurs', invented, {}, 0.4],
    ['one quote of two occurs', violation, invented, 0.6],
    ['nothing is violated', { quote: 'It is free.' }, {}, 0.8],
  ])('adapts its confidence if %s', async (_, first, second, confidence) => {
    expect((await judged(first, second)).confidence).toBeCloseTo(confidence)
  })

  it('returns the verdicts in the details, with those whose quote does not occur', async () => {
    const [first, second] = options.principles.map((text, index) => `principle ${index + 1}: ${text}`)
    expect(await judged(violation, invented)).toMatchObject({
      severity: 'critical',
      details: { verdicts: [{ principle: first, ...violation }, { principle: second }], unproven: [second] },
    })
  })

  it('counts a violation although the other principle has no verdict, and says so', async () => {
    const critique = await judged(undefined, violation)
    expect(critique).toMatchObject({ needsImprovement: true, usage: { calls: 1 } })
    expect(critique.faults).toEqual([expect.stringContaining('verdicts: principle_1')])
  })

  it.each<[string, object | undefined]>([
    ['is missing', undefined],
    ['is malformed', { violated: 'false' }],
  ])('never approves if a verdict %s', async (_, first) => {
    await expect(judged(first)).rejects.toThrow('verdicts: principle_1')
  })

  it('uses the revision of the principle as the fix of a violation without one', async () => {
    expect((await judged({ ...violation, fix: '' })).suggestions).toEqual([
      'Make this true: It is honest. (principle 1: It is honest.)',
    ])
  })

  it('lists the principles by their keys', async () => {
    const { question } = await ask(constitutional, {}, { options })
    expect(question).toMatch(/\nPrinciples:\nprinciple_1\. It is honest\.\nprinciple_2\. It is clear\.$/)
  })

  it('has sixteen pairs of a critique and a revision', async () => {
    const { question } = await ask(constitutional, {})
    expect(question.match(/^principle_\d+\. [a-z]+: .+\? Revision: .+\.$/gm)).toHaveLength(16)
  })

  it('draws principles by the seed, others in the next iteration', async () => {
    const drawn = async (seed: number, history: Iteration[] = []) => {
      const { question } = await ask(constitutional, {}, { options: { draw: 3, seed }, history })
      return question.match(/principle_\d+/g)
    }
    expect(await drawn(1)).toHaveLength(3)
    expect(await drawn(1)).toEqual(await drawn(1))
    const others = await Promise.all([drawn(2), drawn(3), drawn(1, [attempt(1)])])
    for (const other of others) expect(other).not.toEqual(await drawn(1))
  })
})

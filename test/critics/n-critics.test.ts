import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import { nCritics } from '../../src/critics/n-critics.ts'
import { askCritic, type Respond } from './ask-critic.ts'

const issue = (problem: string, severity: string, quote = 'cheap') => ({
  quote,
  problem,
  fix: `Mend: ${problem}`,
  severity,
})
const sideOf = (question: string): string => question.slice(question.lastIndexOf('Your side: ') + 11)

describe('n-critics', () => {
  const members = ['facts', { aspect: 'tone', model: 'test:other', weight: 2 }]
  const ask = (bySide: Readonly<Record<string, object>>, more: object = {}) => {
    const respond: Respond = (question) =>
      Object.entries(bySide).find(([side]) => sideOf(question).startsWith(side))?.[1] ?? { issues: [] }
    return askCritic(nCritics, respond, { options: { members, ...more } })
  }

  it('asks each member and the writing model in parallel, each about its own side', async () => {
    const { questions, models, mostInFlight } = await ask({})
    expect(models).toEqual(['test:judge', 'test:other', 'test:writer'])
    expect(questions.map(sideOf)).toEqual(['facts', 'tone', expect.stringContaining('your own text')])
    expect(mostInFlight()).toBe(3)
    expect((await ask({}, { own: false })).models).toEqual(['test:judge', 'test:other'])
  })

  it('approves if no member finds an issue', async () => {
    expect(await (await ask({})).critique).toMatchObject({ needsImprovement: false, confidence: 1, score: 1 })
  })

  it.each([
    // The weights are 1, 2 and 1; critical counts 1, high 0.75, medium 0.5, low 0.25.
    ['facts', 'medium', false, 0.125],
    ['facts', 'critical', true, 0.25],
    ['tone', 'low', false, 0.125],
    ['tone', 'medium', true, 0.25],
  ])('weights the severity: %s %s objects: %s', async (side, severity, needsImprovement, mean) => {
    const { critique } = await ask({ [side]: { issues: [issue('Bad.', severity)] } })
    expect(await critique).toMatchObject({ needsImprovement, details: { meanSeverity: mean } })
  })

  it('pools equal issues and ranks them by severity and by the weight of those who found them', async () => {
    const { critique } = await ask({
      facts: {
        issues: [issue('The year is missing.', 'medium'), issue('It is wrong about the price.', 'low')],
      },
      tone: { issues: [issue('The year is missing!', 'medium')] },
      your: { issues: [issue('It never names its source or author.', 'high')] },
    })
    const { suggestions, feedback } = await critique
    expect(suggestions).toEqual([
      'Mend: The year is missing.',
      'Mend: It never names its source or author.',
      'Mend: It is wrong about the price.',
    ])
    expect(feedback).toContain('The year is missing. (facts, tone)')
  })

  it('lets a member that fails abstain, and fails if half of them do', async () => {
    const down = new ProviderError('server', 'down')
    const { critique } = await ask({ facts: down, tone: { issues: [issue('Bad.', 'critical')] } })
    expect(await critique).toMatchObject({ needsImprovement: true, details: { silent: ['down'] } })
    await expect((await ask({ facts: down, tone: down })).critique).rejects.toThrow('down')
  })
})

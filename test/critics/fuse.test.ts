import { describe, expect, it } from 'vitest'
import { askAboutDraft } from '../../src/critics/ask.ts'
import { ProviderError } from '../../src/core/errors.ts'
import { constitutional } from '../../src/critics/constitutional.ts'
import { fuseCritics } from '../../src/critics/fuse.ts'
import { promptCritic } from '../../src/critics/prompt.ts'
import { reflexion } from '../../src/critics/reflexion.ts'
import { selfConsistency } from '../../src/critics/self-consistency.ts'
import { run } from '../helpers/loop.ts'
import { scriptedModel } from '../helpers/scripted.ts'

const reflection = (needsImprovement: boolean, more: object = {}) => ({
  diagnosis: 'Diagnosis.',
  needsImprovement,
  plan: ['Plan.'],
  lesson: 'Lesson.',
  severity: 'low',
  confidence: 1,
  ...more,
})
const verdicts = (violated: boolean) => ({
  verdicts: { principle_1: { quote: '', violated, severity: 'low', fix: 'Fix.' } },
  confidence: 1,
})

async function fusedCritics(lines: readonly (object | Error)[]) {
  const model = scriptedModel(lines.map((line) => (line instanceof Error ? line : JSON.stringify(line))))
  const needs = { ask: askAboutDraft, critic: () => model, generator: model }
  const created = [
    await reflexion.create(reflexion.options.parse({}), needs),
    await constitutional.create(constitutional.options.parse({ principles: ['It is clear.'] }), needs),
  ]
  return { model, critics: fuseCritics(created) }
}

const assess = async (lines: readonly (object | Error)[]) => {
  const { model, critics } = await fusedCritics(lines)
  const thought = await run({ critics }, { maxIterations: 1 })
  return { thought, model, critiques: thought.iterations[0]?.critiques ?? [] }
}

describe('fused critics', () => {
  it('get one call, one reading of the text, and one answer each', async () => {
    const { model, critiques, thought } = await assess([
      { reflexion: reflection(false), constitutional: verdicts(true) },
    ])
    expect(model.requests).toHaveLength(1)
    expect(Object.keys(Object(model.requests[0]?.schema?.schema['properties']) as object)).toEqual([
      'reflexion',
      'constitutional',
    ])
    expect(critiques).toMatchObject([
      { critic: 'reflexion', needsImprovement: false, usage: { calls: 1 } },
      {
        critic: 'constitutional',
        needsImprovement: true,
        suggestions: ['Fix. (principle 1: It is clear.)'],
        usage: { calls: 0 },
      },
    ])
    // One call of the writer and one of the critics.
    expect(thought.usage.calls).toBe(2)
  })

  it('ask alone if their part is missing, or is an approval with a fault; objections with a fault stand', async () => {
    const { model, critiques } = await assess([
      {
        reflexion: reflection(false, { confidence: 8 }),
        constitutional: { ...verdicts(true), confidence: 8 },
      },
      reflection(false),
    ])
    expect(model.requests).toHaveLength(2)
    expect(critiques).toMatchObject([
      { critic: 'reflexion', needsImprovement: false, usage: { calls: 2 } },
      { critic: 'constitutional', needsImprovement: true, usage: { calls: 0 } },
    ])
    expect(critiques[1]?.faults).toEqual([expect.stringContaining('constitutional: confidence')])
  })

  it('all fail if their call fails, and its usage counts once', async () => {
    const { thought } = await assess([new ProviderError('auth', 'wrong key')])
    expect(thought).toMatchObject({ outcome: 'unreviewed' })
    expect(thought.iterations[0]?.failures).toMatchObject([{ name: 'reflexion' }, { name: 'constitutional' }])
  })

  it('are only those with one call and the same model', async () => {
    const [model, other] = [scriptedModel(['']), scriptedModel([''], 0, 'test:other')]
    const needs = {
      ask: askAboutDraft,
      critic: (name?: string) => (name === undefined ? model : other),
      generator: model,
    }
    const created = [
      await reflexion.create(reflexion.options.parse({}), needs),
      await promptCritic.create(promptCritic.options.parse({ rubric: 'x', model: 'test:other' }), needs),
      await selfConsistency.create(selfConsistency.options.parse({}), needs),
    ]
    expect(fuseCritics(created)).toEqual(created)
  })
})

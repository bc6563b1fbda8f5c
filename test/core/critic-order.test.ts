import { expect, it } from 'vitest'
import type { Critic, CritiqueRequest } from '../../src/core/ports.ts'
import { run } from '../helpers/loop.ts'
import { critique, scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'

/** A critic that hands its request to the test. */
const listening = (more: Partial<Critic>, hear: (request: CritiqueRequest) => unknown): Critic => ({
  ...scriptedCritic('listening', []),
  ...more,
  async critique(_draft, request) {
    await hear(request)
    return critique({ critic: 'listening' })
  },
})

it('runs a critic that judges critiques after the others, with their critiques', async () => {
  let heard: CritiqueRequest['critiques']
  const meta = listening({ judgesCritiques: true }, ({ critiques }) => (heard = critiques))
  const critics = [meta, scriptedCritic('slow', [true], 900), scriptedCritic('down', [new Error('down')])]
  const thought = await run({ critics })
  expect(heard).toMatchObject([{ critic: 'slow' }])
  expect(thought.iterations[0]?.critiques.map(({ critic }) => critic)).toEqual(['listening', 'slow'])
})

it('lets a critic wait for the instant validators, but not for slower ones', async () => {
  let found: unknown
  const critic = listening({}, async ({ validations }) => (found = await validations))
  const slow = scriptedValidator('slow', () => true, { delayMs: 2000, tier: 'slow' })
  const instant = scriptedValidator('instant', () => false, { delayMs: 1 })
  await run({ validators: [slow, instant], critics: [critic] }, { maxIterations: 2, plateau: 1 })
  expect(found).toMatchObject([{ validator: 'instant', passed: false }])
})

it('returns the draft with the highest score of the critics if drafts are equal in everything else', async () => {
  const scored = (score: number) => ({ needsImprovement: true, score })
  const critic = scriptedCritic('critic', [0.4, 0.8, 0.6].map(scored))
  const thought = await run({ generator: scriptedModel(['a', 'b', 'c']), critics: [critic] })
  expect(thought).toMatchObject({ text: 'b', outcome: 'exhausted' })
})

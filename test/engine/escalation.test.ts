import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { Prompt } from '../../src/core/types.ts'
import { ConfigError } from '../../src/core/errors.ts'
import { seededRandom } from '../../src/util/random.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { prompt } from '../helpers/scripted.ts'
import { CHEAP, STRONG, type Write, run } from './escalating.ts'

const folder = temporaryFolder()

/** Prompts of which this share is beyond the cheap model: long ones, or those with a rule of their own. */
function mix(
  share: number,
  count: number,
  by: 'length' | 'rules' | 'language',
): readonly (Prompt & { isHard: boolean })[] {
  const random = seededRandom(11)
  const order = Array.from({ length: count }, (_, index) => ({
    isHard: index < share * count,
    key: random(),
  }))
  const kinds = order.toSorted((first, second) => first.key - second.key)
  return kinds.map(({ isHard }, index) => {
    const words = by === 'length' && isHard ? 60 + Math.floor(random() * 60) : 6 + Math.floor(random() * 14)
    const filler =
      by === 'language' && isHard
        ? 'das ist ein langer Satz über die Sonne und den Wind '
        : 'please write about the sun and the wind '
    const text = `Task ${index}: ${filler.repeat(20).split(' ').slice(0, words).join(' ')}`
    const own =
      by === 'rules' && isHard
        ? {
            validators: [
              { name: 'length', min: 1 },
              { name: 'content', forbidden: ['zzz'] },
            ],
          }
        : {}
    return { ...prompt(text, { id: `p${index}`, index }), ...own, isHard }
  })
}

/** The cheap model never solves a hard prompt; the strong one solves 97 of 100 drafts. */
const writer = (prompts: readonly (Prompt & { isHard: boolean })[], seed = 5): Write => {
  const random = seededRandom(seed)
  const hard = new Set(prompts.filter(({ isHard }) => isHard).map(({ text }) => text))
  return (model, task) => {
    const isGood = model === STRONG ? random() < 0.97 : !hard.has(task) && random() < 0.9
    return isGood ? 'good' : 'bad'
  }
}

describe('a list of models', () => {
  it.each(['length', 'rules', 'language'] as const)(
    'costs at most 60% of the strong model and accepts as much, where half of the prompts are beyond the cheap one by %s',
    async (by) => {
      const prompts = mix(0.5, 400, by)
      const list = await run([CHEAP, STRONG], prompts, writer(prompts))
      const strong = await run(STRONG, prompts, writer(prompts))
      expect(list.accepted).toBeGreaterThanOrEqual(strong.accepted - 0.01)
      expect(list.costUsd).toBeLessThanOrEqual(0.6 * strong.costUsd)
    },
  )

  it.each([
    [0, 0.2],
    [0.2, 0.4],
    [0.8, 0.95],
    [1, 1.1],
  ])('costs little where a share of %d is beyond the cheap one', async (share, most) => {
    const prompts = mix(share, 400, 'length')
    const list = await run([CHEAP, STRONG], prompts, writer(prompts))
    const strong = await run(STRONG, prompts, writer(prompts))
    expect(list.accepted).toBeGreaterThanOrEqual(strong.accepted - 0.01)
    expect(list.costUsd).toBeLessThanOrEqual(most * strong.costUsd)
  })
})

describe('without prices', () => {
  it('each model of the list is assumed to cost more than the one before', async () => {
    const prompts = mix(0.5, 200, 'length')
    const { thoughts } = await run([CHEAP, STRONG], prompts, writer(prompts), { prices: false })
    const late = thoughts.slice(100).map(({ route }, index) => [prompts[100 + index]?.isHard, route?.first])
    expect(late.filter(([isHard, first]) => (first === STRONG) === isHard).length).toBeGreaterThan(90)
  })
})

describe('what earlier runs have stored', () => {
  it('lets a run begin with what they learned', async () => {
    const store = { name: 'files', path: folder.path('store') }
    const prompts = mix(0.5, 120, 'length')
    await run([CHEAP, STRONG], prompts, writer(prompts), { settings: { store } })
    const { thoughts } = await run([CHEAP, STRONG], prompts.slice(0, 20), writer(prompts), {
      settings: { store },
    })
    const right = thoughts.filter(({ route }, index) => (route?.first === STRONG) === prompts[index]?.isHard)
    expect(right.length).toBeGreaterThanOrEqual(18)
    expect(thoughts[0]?.route?.probability).not.toBeNull()
  })
})

describe('the setting model', () => {
  const registry = builtInRegistry()
  it.each<[unknown, string | undefined, string[]]>([
    [CHEAP, CHEAP, []],
    [[CHEAP], CHEAP, []],
    [[CHEAP, STRONG], CHEAP, [STRONG]],
    [`${CHEAP}, ${STRONG}`, CHEAP, [STRONG]],
  ])('%j', (model, first, others) => {
    expect(parseSettings({ model }, registry)).toMatchObject({ model: first, escalation: others })
  })

  it.each([[[]], [['gpt']], ['a:b,'], [[CHEAP, 3]], [{}]])('refuses %j', (model) => {
    expect(() => parseSettings({ model }, registry)).toThrow(ConfigError)
  })
})

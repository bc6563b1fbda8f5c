import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { Prompt } from '../../src/core/types.ts'
import { wire } from '../../src/engine/create-engine.ts'
import { prompt } from '../helpers/scripted.ts'

/** The engine on the simulated provider. */
const open = (settings: SettingsInput) =>
  wire(parseSettings({ model: 'sim:writer', critics: [], ...settings }), {
    env: {},
    signal: new AbortController().signal,
    observers: [],
    warn: () => undefined,
  })

const improve = async (settings: SettingsInput, more: Partial<Prompt> = {}) =>
  (await open(settings)).improve(prompt('Write about rain.', more))

const systemOf = ({ iterations }: Awaited<ReturnType<typeof improve>>) =>
  iterations[0]?.generation?.messages.find(({ role }) => role === 'system')?.content

describe('a prompt', () => {
  it('has the system prompt of the settings, unless it has its own', async () => {
    expect(systemOf(await improve({ system: 'Be kind.' }))).toBe('Be kind.')
    expect(systemOf(await improve({ system: 'Be kind.' }, { system: 'Be brief.' }))).toBe('Be brief.')
  })

  it('is checked by its own validators beside those of the settings', async () => {
    const own = [{ name: 'content', required: ['umbrella'], caseSensitive: false, wholeWord: false }]
    const thought = await improve({ validators: ['length:min=1'], maxIterations: 8 }, { validators: own })
    expect(thought.iterations.at(-1)?.validations.map(({ validator }) => validator)).toEqual([
      'length',
      'content',
    ])
    expect(thought).toMatchObject({
      outcome: 'accepted',
      text: expect.stringContaining('umbrella') as string,
    })
  })

  it('whose own validators exclude those of the settings is infeasible, and costs nothing', async () => {
    const own = [{ name: 'length', max: 3, unit: 'words' }]
    const thought = await improve({ validators: ['length:min=9'] }, { validators: own })
    expect(thought).toMatchObject({ stopReason: 'infeasible', usage: { calls: 0 } })
  })
})

describe('what cannot work is known before anything is sent', () => {
  it.each<[SettingsInput, string]>([
    [{ quorum: 2, critics: ['reflexion'] }, 'quorum: 2 approvals are asked of 1 critics'],
    [{ validators: ['length:min=9', 'length:max=3'] }, 'length and length exclude each other'],
    [{ critics: ['reflexion=openai:gpt-4'] }, 'OPENAI_API_KEY is not set'],
    [{ model: 'mine:x' }, 'no provider is called "mine"'],
  ])('%j', async (settings, message) => {
    await expect(open(settings)).rejects.toThrow(message)
  })
})

it('one model serves all who ask for it, and critics may have their own', async () => {
  const { models } = await open({
    critics: ['reflexion', 'constitutional=sim:strict'],
    criticModel: 'sim:fast',
  })
  expect(models).toEqual(['sim:writer', 'sim:fast', 'sim:strict'])
})

import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { prompt } from '../helpers/scripted.ts'

const folder = temporaryFolder()

/** Days after the first day of the virtual clock, 2026-01-01. */
const day = (date: string) => Date.parse(date) - Date.parse('2026-01-01')

async function start(settings: SettingsInput, date = '2026-11-28') {
  const registry = builtInRegistry()
  const warnings: string[] = []
  const engine = await createEngine(parseSettings({ critics: [], ...settings }, registry), {
    registry,
    env: { OPENAI_API_KEY: 'key-0123456789', GROQ_API_KEY: 'key-0123456789' },
    signal: new AbortController().signal,
    warn: (line) => warnings.push(line),
    clock: virtualClock(day(date)),
  })
  return { engine, warnings }
}

describe('before anything is sent, a run warns', () => {
  it('of each model that is shut down or soon will be, once', async () => {
    const { engine, warnings } = await start({ model: 'openai:gpt-4o-mini' })
    await engine.prepare()
    await engine.prepare()
    await engine.crewFor(prompt('Write.', { model: 'groq:llama-3.1-8b-instant' }))
    expect(warnings).toEqual([
      'openai:gpt-4o-mini will be shut down on 2027-01-14; use openai:gpt-6-luna',
      'groq:llama-3.1-8b-instant was shut down on 2026-08-16; use groq:openai/gpt-oss-20b',
    ])
  })

  it.each([
    ['openai:gpt-4o-mini', '2026-08-01'],
    ['openai:gpt-6-luna', '2026-11-28'],
    ['openai:unknown', '2026-11-28'],
    ['ollama:gpt-4o-mini', '2026-11-28'],
    ['sim:writer', '2026-11-28'],
  ])('not of %s on %s', async (model, date) => {
    const { engine, warnings } = await start({ model }, date)
    await engine.prepare()
    expect(warnings).toEqual([])
  })
})

describe('the prices of a run', () => {
  const cost = async (settings: SettingsInput) => {
    const { engine } = await start(settings)
    return engine.models.get('openai:gpt-6-luna').cost?.({ inputTokens: 1e6, outputTokens: 0 })
  }

  it('are those of the settings, else of the file, else of the list', async () => {
    const pricesFile = folder.write('prices.json', { 'openai:gpt-6-luna': { input: 7, output: 7 } })
    const prices = { 'openai:gpt-6-luna': { input: 3, output: 3 } }
    expect(await cost({ prices, pricesFile })).toBeCloseTo(3, 9)
    expect(await cost({ pricesFile })).toBeCloseTo(7, 9)
    expect(await cost({})).toBeCloseTo(0.2, 9)
  })

  it('are known before anything is sent: a file that cannot be read is an error', async () => {
    const { engine } = await start({ model: 'sim:writer', pricesFile: '/nowhere/prices.json' })
    await expect(engine.prepare()).rejects.toThrow('there is no file /nowhere/prices.json')
  })
})

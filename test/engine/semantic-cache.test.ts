import { expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { toRecord } from '../../src/core/record.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { prompt } from '../helpers/scripted.ts'

const open = (more = {}) => {
  const settings = { model: 'sim:writer', critics: [], cache: { layers: ['memory'], semantic: {} }, ...more }
  const { signal } = new AbortController()
  const registry = builtInRegistry()
  return createEngine(parseSettings(settings, registry), { registry, env: {}, signal, warn: () => undefined })
}

it('uses the accepted text of a similar prompt as a draft, and says so in the record', async () => {
  const engine = await open()
  const first = await engine.improve(prompt('Write about the benefits of tea.'))
  const second = await engine.improve(prompt('Describe the benefits of tea.', { id: 'p2' }))
  const other = await engine.improve(prompt('Describe the benefits of no tea.', { id: 'p3' }))
  await engine.close()
  expect(second.text).toBe(first.text)
  expect(second.usage).toMatchObject({ calls: 0, cacheHits: 1 })
  expect(toRecord(second, 'sim:writer')).toMatchObject({ cached: 'semantic', sourceThoughtId: first.id })
  expect(toRecord(second, 'sim:writer').similarity).toBeGreaterThan(0.7)
  expect(toRecord(other, 'sim:writer')).not.toHaveProperty('cached')
})

it('validates the draft against the new prompt, and improves it like any other', async () => {
  const engine = await open()
  await engine.improve(prompt('Write about the benefits of tea.'))
  const validators = [{ name: 'content', required: ['samovar'] }]
  const { iterations } = await engine.improve(
    prompt('Describe the benefits of tea.', { id: 'p2', validators }),
  )
  await engine.close()
  expect(iterations[0]).toMatchObject({ generation: { semantic: {} }, validations: [{ passed: false }] })
  expect(iterations[1]?.generation?.semantic).toBeUndefined()
  expect(iterations.length).toBeGreaterThan(1)
})

it('is off unless the settings ask for it', async () => {
  const engine = await open({ cache: true })
  await engine.improve(prompt('Write about the benefits of tea.'))
  const second = await engine.improve(prompt('Describe the benefits of tea.', { id: 'p2' }))
  await engine.close()
  expect(second.usage.calls).toBe(1)
})

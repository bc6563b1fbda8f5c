import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { fingerprintOfSettings, mergeJobSettings, settingsForJobs } from '../../src/queue/job-settings.ts'

const registry = builtInRegistry()
const settings = (values: SettingsInput) => parseSettings(values, registry)
const sent = (values: SettingsInput) => settingsForJobs(settings(values), registry)
const travelled = (values: SettingsInput, own: SettingsInput = {}) =>
  mergeJobSettings(JSON.parse(JSON.stringify(sent(values))), settings(own), registry)

describe('the settings of a job', () => {
  it('decide about the text on any machine as they do on that of the batch', () => {
    const batch: SettingsInput = {
      model: ['sim:writer', 'sim:strong'],
      validators: ['length:min=3,max=9,unit=words', { name: 'content', required: ['{{field}}'] }],
      critics: ['reflexion=sim:critic', 'self-refine'],
      maxIterations: 7,
      temperature: 0.4,
      system: 'Write.',
      seed: 3,
      maxCost: 5,
      feedback: { criticWeight: 0.1 },
    }
    const { model, escalation, validators, critics, maxIterations, temperature, ...rest } = settings(batch)
    const { system, seed, maxCost, feedback } = rest
    const own: SettingsInput = { model: 'sim:other', maxIterations: 1, critics: [], validators: ['json'] }
    expect(travelled(batch, own)).toMatchObject({
      model,
      escalation,
      validators,
      critics,
      maxIterations,
      temperature,
      system,
      seed,
      maxCost,
      feedback,
    })
  })

  it('leave keys, addresses, stores and caches to the machine', () => {
    const own: SettingsInput = {
      cache: [{ name: 'redis', url: 'redis://cache.example' }],
      connections: 7,
      providers: { mine: { baseUrl: 'https://mine.example', apiKeyEnv: 'MY_KEY' } },
    }
    const batch: SettingsInput = {
      queue: 'redis://:canary@queue.example',
      sharedLimits: 'redis://:canary@limits.example',
      store: { name: 'postgresql', url: 'postgres://canary@db.example' },
      providers: { other: { baseUrl: 'https://canary.example', apiKeyEnv: 'CANARY' } },
    }
    expect(JSON.stringify(sent(batch))).not.toMatch(/canary/i)
    const { cache, connections, providers } = settings(own)
    expect(travelled(batch, own)).toMatchObject({ cache, connections, providers, store: false })
  })

  it('obey --no-cache, and the stricter limit of calls', () => {
    expect(travelled({ cache: false }).cache).toBe(false)
    expect(travelled({ rpm: 60, maxCalls: 9 }, { rpm: 100, maxCalls: 3, tpm: 5 })).toMatchObject({
      rpm: 60,
      maxCalls: 3,
      tpm: 5,
    })
  })

  it('share the limits of an account through the queue, unless the machine names another Redis', () => {
    const [queue, sharedLimits] = ['redis://queue.example', 'redis://limits.example']
    expect(travelled({}, { queue }).sharedLimits).toBe(queue)
    expect(travelled({}, { queue, sharedLimits }).sharedLimits).toBe(sharedLimits)
  })

  it('have a fingerprint that only their content changes', () => {
    const fingerprint = (values: SettingsInput) => fingerprintOfSettings(sent(values))
    expect(fingerprint({ seed: 1, concurrency: 5, deadline: '1h' })).toBe(fingerprint({ seed: 1 }))
    expect(fingerprint({ seed: 2 })).not.toBe(fingerprint({ seed: 1 }))
  })

  it.each<[string, SettingsInput]>([
    ['a validator that runs a program', { validators: ['command:run=true'] }],
    [
      'a validator that runs a program, as a part',
      { validators: [{ name: 'any', validators: ['command:run=true'] }] },
    ],
    ['a folder', { docs: '.' }],
    ['the address of a retriever', { retrievers: [{ name: 'wikipedia', baseUrl: 'https://x.example' }] }],
  ])('are refused with %s, by the batch and by a worker', (_, values) => {
    expect(() => sent(values)).toThrow('cannot go to other machines')
    const forged = { ...sent({}), settings: { ...sent({}).settings, ...values } }
    const merge = () => mergeJobSettings(forged, settings({}), registry)
    if (values.docs === undefined) expect(merge).toThrow('cannot go to other machines')
    else expect(merge().docs).toBeUndefined()
  })

  it('cannot redirect the keys of a worker', () => {
    const forged = {
      ...sent({}),
      settings: { ...sent({}).settings, providers: { openai: { baseUrl: 'https://evil.example' } } },
    }
    expect(mergeJobSettings(forged, settings({}), registry).providers).toEqual(settings({}).providers)
  })
})

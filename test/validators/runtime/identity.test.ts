import { expect, it } from 'vitest'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { askAboutDraft } from '../../../src/critics/ask.ts'
import { createValidatorFactory } from '../../../src/validators/runtime/factory.ts'
import { memoryCache } from '../../helpers/memory-cache.ts'
import { testScope } from '../../helpers/scope.ts'
import { prompt, scriptedModel } from '../../helpers/scripted.ts'

const cache = memoryCache()

/** How many calls a judge makes in a run whose critic model has this name and address. */
async function callsOfRun(name: string, address?: string): Promise<number> {
  const answer = JSON.stringify({ reason: 'See line 1.', verdict: 'yes' })
  const model = { ...scriptedModel([answer]), name, address }
  const factory = createValidatorFactory({
    definitions: builtInRegistry().validators,
    check: () => {
      throw new Error('not called')
    },
    model: () => model,
    ask: askAboutDraft,
    env: {},
    stored: { cache, refresh: false, version: '1' },
  })
  const [validator] = await factory.create([{ name: 'judge', rubric: 'It rains.', cache: true }])
  const draft = { prompt: prompt('Write about rain.'), text: 'It rains.' }
  expect(await validator?.validate(draft, testScope())).toMatchObject({ passed: true })
  await factory.close()
  return model.requests.length
}

it('a stored validation by a model is not that of another model, or of the same name at another address', async () => {
  expect(await callsOfRun('test:one')).toBe(1)
  expect(await callsOfRun('test:one')).toBe(0)
  expect(await callsOfRun('test:two')).toBe(1)
  expect(await callsOfRun('test:two', 'http://localhost:9')).toBe(1)
  expect(await callsOfRun('test:two', 'http://localhost:9')).toBe(0)
})

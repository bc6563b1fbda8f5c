/** What it costs to split, hash and check a text of 500 words. */
import { afterAll, bench, describe } from 'vitest'
import { countSentences, sentencesOf } from '../../../src/classifiers/sentences.ts'
import { parseSettings } from '../../../src/config/load.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { requestKey } from '../../../src/middleware/request-key.ts'
import { digest } from '../../../src/util/hash.ts'
import { realScope } from '../../helpers/checks.ts'
import { prompt, scriptedModel } from '../../helpers/scripted.ts'
import { TEXT } from './text.ts'

describe('splitter', () => {
  bench('sentences', () => void sentencesOf(TEXT))
  bench('number of sentences', () => void countSentences(TEXT))
})

describe('hashing', () => {
  const request = { messages: [{ role: 'user' as const, content: TEXT }], temperature: 0.7 }
  const model = scriptedModel([])
  bench('a text', () => void digest(TEXT))
  bench('the cache key of a request', () => void requestKey(model, { ...request }))
})

const registry = builtInRegistry()
const validators = [
  { name: 'length', min: 400, max: 600, unit: 'words' },
  { name: 'content', required: ['solar', 'wind'] },
  { name: 'readability', maxGrade: 12 },
  { name: 'coherence' },
  { name: 'sentiment', required: 'positive' },
  { name: 'toxicity' },
]
const engine = await createEngine(
  parseSettings({ model: 'sim:writer', validators, store: false, cache: false }, registry),
  {
    registry,
    env: {},
    signal: new AbortController().signal,
    warn: () => undefined,
  },
)
const scope = realScope()
afterAll(() => engine.close())

describe('validators', () => {
  for (const validator of engine.validators) {
    bench(
      validator.name,
      async () => void (await validator.validate({ prompt: prompt(), text: TEXT }, scope)),
    )
  }
})

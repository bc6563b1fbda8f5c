import { askAboutDraft } from '../../src/critics/ask.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { improve } from '../../src/core/improve.ts'
import { getByName } from '../../src/util/lookup.ts'
import { critics } from '../../src/critics/index.ts'
import { providers } from '../../src/providers/index.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { content } from '../../src/validators/text/content.ts'
import { length } from '../../src/validators/text/length.ts'
import { testScope } from '../helpers/scope.ts'
import { validatorOf } from '../validators/validate.ts'
import { policy, prompt } from '../helpers/scripted.ts'

/** Every first draft fails; every revision obeys. */
const profile = simProfileSchema.parse({ firstDraftPass: 0, obedience: 1 })
let server: SimServer
beforeAll(async () => {
  server = await startSimServer({ port: 0, profile })
})
afterAll(() => server.close())

const modelOf = async (name: string) => {
  const definition = providers.find((each) => each.name === name)
  const env = {
    OPENAI_API_KEY: 'simulated',
    ANTHROPIC_API_KEY: 'simulated',
    GROQ_API_KEY: 'simulated',
    OPENAI_BASE_URL: `${server.url}/v1`,
    ANTHROPIC_BASE_URL: server.url,
    GROQ_BASE_URL: server.url,
  }
  const options = name === 'sim' ? profile : (definition?.options.parse({}) ?? {})
  const provider = definition?.create(options, { name, env, fetch: async () => fetch })
  return provider?.model('writer') ?? expect.unreachable(`no provider is called ${name}`)
}

describe('the loop with a simulated model', () => {
  it.each(['sim', 'openai', 'groq', 'anthropic'])(
    'ends accepted after one or two revisions, through %s',
    async (name) => {
      const generator = await modelOf(name)
      const crew = {
        generator,
        validators: [
          await validatorOf(length, { min: 400, max: 600, unit: 'words' }),
          await validatorOf(content, { required: ['solar', 'wind'] }),
        ],
        critics: await Promise.all(
          ['reflexion', 'constitutional', 'self-refine'].map(async (critic) => {
            const definition = getByName(critics, critic, (hint) => new Error(hint))
            return definition.create(definition.options.parse({}), {
              ask: askAboutDraft,
              generator,
              critic: () => generator,
            })
          }),
        ),
      }
      const strict = policy({ maxIterations: 4, quorum: 'unanimous' })
      const thought = await improve(
        prompt('Write about renewable energy benefits'),
        crew,
        strict,
        testScope(),
      )
      expect(thought.iterations.flatMap(({ failures }) => failures)).toEqual([])
      expect(thought.outcome).toBe('accepted')
      expect(thought.iterations.length).toBeGreaterThan(1)
      expect(thought.iterations.length).toBeLessThan(4)
    },
  )
})

import { expect, it } from 'vitest'
import { createRegistry } from '../../src/plugins/registry.ts'
import { loadPlugins } from '../../src/plugins/load.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { prompt } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const folder = temporaryFolder()
const plugin = folder.write(
  'plugin.mjs',
  `export default ({ defineValidator, z }) => [
    defineValidator({
      name: 'loops',
      summary: 'ends for most texts',
      options: z.strictObject({ word: z.string().default('loop') }),
      create: ({ word }) => ({ async validate({ text }) { await null; if (text.includes(word)) for (;;); return { passed: true } } }),
    }),
    defineValidator({ name: 'breaks', summary: 'throws', create: () => ({ validate() { throw new TypeError('out of paper') } }) }),
    defineValidator({ name: 'asks', summary: 'needs others', create: (_, needs) => ({
      validate: async (draft, scope) => (await needs.validator({ name: 'length', max: 1 })).validate(draft, scope) }) }),
  ]`,
)

const validatorOf = async (name: string, answerLimitMs: number) => {
  const registry = createRegistry()
  await loadPlugins(registry, [plugin], '/')
  const definition = registry.validators.find((each) => each.name === name)
  if (!definition) throw new Error(`no ${name}`)
  const none = () => Promise.reject(new Error('not here'))
  const needs = {
    validator: none,
    model: () => {
      throw new Error('not here')
    },
    ask: none,
    env: {},
    answerLimitMs,
  }
  return definition.create(definition.options.parse({}), needs)
}
const draft = (text: string) => ({ prompt: prompt(), text })

it('a validator of a file that loops for ever is a failure in time, and the others still answer', async () => {
  const validator = await validatorOf('loops', 6000)
  const scope = testScope()
  const answers = await Promise.allSettled(
    ['loop', 'fine', 'loop', 'fine'].map(async (text) => validator.validate(draft(text), scope)),
  )
  expect(
    answers.map((each) => (each.status === 'fulfilled' ? each.value.passed : each.reason.message)),
  ).toEqual(['no answer within 6 s', true, 'no answer within 6 s', true])
})

it('a signal ends a validator that loops for ever', async () => {
  const validator = await validatorOf('loops', 60_000)
  const signal = AbortSignal.timeout(300)
  const scope = { ...testScope(), signal }
  await expect((async () => validator.validate(draft('loop'), scope))()).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

it('an error of a validator of a file keeps its message and stack', async () => {
  const validator = await validatorOf('breaks', 5000)
  const failed = (async () => validator.validate(draft('x'), testScope()))()
  await expect(failed).rejects.toMatchObject({
    code: 'plugin',
    message: 'out of paper',
    cause: { stack: expect.stringContaining('plugin.mjs') as string },
  })
})

it('a validator that takes needs can use other validators', async () => {
  const args = ['validate', '-', '--plugin', plugin, '--validator', 'asks']
  expect(await sifaka(args, { input: 'one two' })).toMatchObject({ code: 1 })
})

it('the deadline ends a run whose validator loops for ever', async () => {
  const args = ['improve', 'Hi', '-m', 'sim:writer', '--no-critics', '--plugin', plugin]
  const { code, durationMs } = await sifaka([...args, '--validator', 'loops:word=', '--deadline', '2s'])
  expect(code).toBe(4)
  expect(durationMs).toBeLessThan(60_000)
})

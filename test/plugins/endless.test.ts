import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
/** A plugin that loops writes this file before. */
const marker = folder.path('loops')
const plugin = folder.write(
  'plugin.mjs',
  `import { writeFileSync } from 'node:fs'
  const loop = () => { writeFileSync(${JSON.stringify(marker)}, ''); for (;;); }
  export default ({ defineValidator, defineCritic, z }) => [
    defineValidator({ name: 'creates', summary: 's', create: loop }),
    defineValidator({ name: 'needs', summary: 's', create: (_, needs) => ({
      async validate(draft, scope) {
        const part = await needs.validator({ name: 'length', min: 1 })
        await part.validate(draft, scope)
        loop()
      } }) }),
    defineCritic({ name: 'reviews', summary: 's', create: (_, { critic }) => ({
      model: critic().name, async critique() { await null; loop() } }) }),
    defineCritic({ name: 'asks', summary: 's', create: (_, { critic, ask }) => {
      const model = critic()
      return { model: model.name, async critique(draft, request, scope) {
        const shape = z.object({ needsImprovement: z.boolean(), feedback: z.string() })
        const { value, answer } = await ask(model, { name: 'asks', rubric: 'Is it fine?', shape }, draft, scope)
        const checks = await request.validations
        return { ...value, feedback: checks.length + ' checks', usage: answer.usage }
      } }
    } }),
    defineValidator({ name: 'quotes', summary: 's', create: (_, needs) => {
      const model = needs.model('sim:judge')
      return { async validate(draft, scope) {
        const { text } = await model.generate({ messages: [{ role: 'user', content: 'Say yes.' }] }, scope)
        return { passed: text !== '', message: model.name }
      } }
    } }),
    defineValidator({ name: 'breaks', summary: 's', create: () => ({ validate() { throw new TypeError('out of paper') } }) }),
  ]`,
)
const top = folder.write(
  'top.mjs',
  `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(marker)}, ''); for (;;);`,
)
const exported = folder.write('exported.mjs', 'export default () => { for (;;); }')
const env = { SIFAKA_VALIDATOR_TIMEOUT: '3s' }
const run = (...args: string[]) =>
  sifaka(['improve', 'Hi', '-m', 'sim:writer', '-n', '1', '--no-store', '--plugin', ...args], { env })

it.each([
  ['at the top of its module', [top, '--no-critics'], 2],
  ['in what its module exports', [exported, '--no-critics'], 2],
  ['in create', [plugin, '--no-critics', '--validator', 'creates'], 2],
  ['in a validator that takes needs', [plugin, '--no-critics', '--validator', 'needs'], 3],
  ['in a critic', [plugin, '--critic', 'reviews'], 1],
])('a plugin that loops for ever %s fails in time', async (_, args, code) => {
  const result = await run(...args)
  expect(result.stderr).toContain('no answer within 3 s')
  expect(result.code).toBe(code)
})

it('a batch whose plugin loops for ever ends, and leaves no lock', async () => {
  const output = folder.path('out.jsonl')
  const args = ['batch', '-', '-m', 'sim:writer', '-n', '1', '--no-critics', '--no-store', '--plugin', plugin]
  const result = await sifaka([...args, '--validator', 'needs', '-o', output], { env, input: 'one\ntwo\n' })
  expect(result.stderr).toContain('no answer within 3 s')
  expect(existsSync(folder.path('.out.jsonl.sifaka'))).toBe(false)
})

it('a deadline ends a critic that loops for ever', async () => {
  const args = ['improve', 'Hi', '-m', 'sim:writer', '--no-store', '--plugin', plugin, '--critic', 'reviews']
  expect(await sifaka([...args, '--deadline', '4s'])).toMatchObject({ code: 4 })
})

it.each([
  ['in a critic', [plugin, '--critic', 'reviews']],
  ['in create', [plugin, '--no-critics', '--validator', 'creates']],
  ['at the top of its module', [top, '--no-critics']],
])('an interrupt ends a plugin that loops for ever %s', async (_, args) => {
  const flags = ['improve', 'Hi', '-m', 'sim:writer', '--no-store', '--plugin']
  rmSync(marker, { force: true })
  const { code, stderr } = await sifaka([...flags, ...args], {
    env: { SIFAKA_VALIDATOR_TIMEOUT: '1h' },
    async started(child) {
      while (!existsSync(marker)) await sleep(20)
      child.kill('SIGINT')
    },
  })
  expect(code, stderr).toBe(130)
})

it('validators and critics on threads can ask models and other validators', async () => {
  const args = ['improve', 'Hi', '-m', 'sim:writer', '-n', '1', '--no-store', '--format', 'json']
  const parts = ['--plugin', plugin, '--validator', 'quotes', '--critic', 'asks', '--min-words', '1']
  const result = await sifaka([...args, ...parts])
  expect(JSON.parse(result.stdout)).toMatchObject({
    validations: [{ validator: 'quotes', message: 'sim:judge' }, { passed: true }],
    critiques: [{ critic: 'asks', model: 'sim:writer', feedback: '1 checks' }],
    failures: [],
  })
})

it('a budget stops what a plugin asks for, as it stops all else', async () => {
  const args = ['improve', 'Hi', '-m', 'sim:writer', '--no-store', '--plugin', plugin, '--critic', 'asks']
  expect(await sifaka([...args, '--max-total-tokens', '200'])).toMatchObject({ code: 4 })
})

it('with -v, an error of a plugin shows its stack', async () => {
  const args = ['validate', '-', '--plugin', plugin, '--validator', 'breaks']
  const { stderr } = await sifaka([...args, '-v'], { input: 'a text' })
  expect(stderr).toMatch(/validator breaks: TypeError: out of paper\n +at .*plugin\.mjs:\d+/)
  expect((await sifaka(args, { input: 'a text' })).stderr).not.toContain('plugin.mjs:')
})

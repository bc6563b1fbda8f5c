/** What helps people to use the program: lists, completions, the man page, the doctor. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
let server: SimServer
beforeAll(async () => (server = await startSimServer({ port: 0, profile: simProfileSchema.parse({}) })))
afterAll(() => server.close())

describe('list NAME', () => {
  it('shows options with types, defaults and descriptions, and an example', async () => {
    const { code, stdout } = await sifaka(['list', 'length'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/unit +characters \| words .*default: "words"/)
    expect(stdout).toContain('--validator length:max=120')
    expect(stdout).toContain('{"name":"length","max":120}')
  })

  it('describes a cache and a store of the same name', async () => {
    const { stdout } = await sifaka(['list', 'redis'])
    expect(stdout).toMatch(/^redis \(cache\)[^]*^redis \(store\)/m)
  })

  it('prints the JSON Schema of the options', async () => {
    const { stdout } = await sifaka(['list', 'length', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ properties: { min: { type: 'integer' } }, required: ['name'] })
  })

  it('knows the names of plugins', async () => {
    const plugin = folder.write(
      'calm.mjs',
      "export default { name: 'calm', summary: 'no exclamation marks', create: () => ({ validate: () => true }) }",
    )
    const { stdout, stderr } = await sifaka(['list', 'calm', '--plugin', plugin])
    expect(stdout + stderr).toMatch(/calm \(validator\)/)
  })

  it('suggests a name for a typing error', async () => {
    const { code, stderr } = await sifaka(['list', 'lenght'])
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean "length"?')
  })
})

describe('completion', () => {
  it.each([
    ['sifaka ba', 'batch'],
    ['sifaka batch --min-w', '--min-words'],
    ['sifaka improve --validator len', 'length'],
    ['sifaka improve -p high', 'high-throughput'],
    ['sifaka improve --model=sim:w', 'writer'],
    ['sifaka improve --effort mi', 'minimal'],
    ['sifaka config sch', 'schema'],
    ['sifaka help ba', 'batch'],
    ['sifaka thoughts help sh', 'show'],
    ['sifaka improve --log-format js', 'json'],
    ['sifaka improve --retriever wiki', 'wikipedia'],
    ['sifaka list reflex', 'reflexion'],
    ['sifaka list retr', 'retrievers'],
    ['sifaka list ollama', 'ollama'],
  ])('of %j in bash offers %j', async (line, word) => {
    const script = `source <($SIFAKA completion bash); COMP_LINE='${line}' COMP_POINT=${line.length}; _sifaka; echo "\${COMPREPLY[*]}"`
    expect((await shell(script)).stdout.split(/\s+/)).toContain(word)
  })

  it.each(['zsh', 'fish'])('for %s names commands and flags', async (name) => {
    const { code, stdout } = await sifaka(['completion', name])
    expect(code).toBe(0)
    for (const word of ['improve', 'batch', 'min-words', 'reflexion']) expect(stdout).toContain(word)
  })
})

const hasFish = (await shell('command -v fish')).code === 0

describe('completion of values', () => {
  const offers = [
    ['sifaka improve --validator len', 'length'],
    ['sifaka improve --critic refl', 'reflexion'],
    ['sifaka improve --model=sim:w', '--model=sim:writer'],
    ['sifaka improve -p high-t', 'high-throughput'],
    ['sifaka improve --file comp', 'completed.md'],
    ['sifaka improve --log-format js', 'json'],
    ['sifaka improve --retriever wiki', 'wikipedia'],
    ['sifaka list reflex', 'reflexion'],
    ['sifaka list retr', 'retrievers'],
    ['sifaka list ollama', 'ollama'],
  ] as const
  it.skipIf(!hasFish).each(offers)('of %j in fish offers %j', async (line, word) => {
    folder.write('completed.md', '')
    const script = `$SIFAKA completion fish > script.fish; fish --no-config -c "source script.fish; complete -C '${line}'"`
    const { stdout } = await shell(script, { cwd: folder.path('.') })
    expect(stdout.split(/[\t\n]/)).toContain(word)
  })

  it('in zsh follows a flag as a word of its own, or an equals sign', async () => {
    const { stdout } = await sifaka(['completion', 'zsh'])
    expect(stdout).toMatch(/'\*--validator=\[[^\n]*:value:\(.*\blength\b/)
    expect(stdout).toMatch(/\{-m,--model=\}'\[[^\n]*:value:\(.*sim\\:writer/)
    expect(stdout).toMatch(/\{-f,--file=\}'\[[^\n]*:value:_files/)
  })
})

it('the man page describes each command', async () => {
  const { stdout } = await sifaka(['man'])
  expect(stdout).toMatch(/^\.TH SIFAKA 1/)
  for (const name of ['improve', 'batch', 'validate', 'doctor']) expect(stdout).toContain(`.SS ${name}`)
})

describe('doctor', () => {
  const check = (model: string, env: Record<string, string> = {}) =>
    sifaka(['doctor'], { env: { SIFAKA_MODEL: model, ...env }, cwd: folder.path('.') })

  it('finds nothing to mend where the host answers and knows the model', async () => {
    const before = server.ledger().answers
    const env = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1` }
    const { code, stdout } = await check('openai:writer', env)
    expect(stdout).toContain('OPENAI_API_KEY is set')
    expect(stdout).not.toContain('sk-simulated')
    expect(server.ledger().answers).toBe(before)
    expect([0, 1]).toContain(code)
  })

  it.each([
    ['a missing key', 'openai:gpt-6-luna', {}, /mend +OPENAI_API_KEY is not set/],
    [
      'a host that is down',
      'openai:gpt-6-luna',
      { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
      /mend +openai:gpt-6-luna: .*no connection/,
    ],
    ['an unknown provider', 'opnai:gpt', {}, /mend .*no provider is called "opnai"/],
  ])('exits with 1 for %s', async (_, model, env, expected) => {
    const { code, stdout } = await check(model, env)
    expect(stdout).toMatch(expected)
    expect(code).toBe(1)
  })

  it('reads from the caches and the store, and exits with 1 for one that does not answer', async () => {
    expect((await check('sim:writer')).stdout).toMatch(
      /ok +the cache sqlite \S+ answers[^]*ok +the store answers/,
    )
    const url = 'redis://127.0.0.1:1'
    const settings = { model: 'sim:writer', cache: [{ name: 'redis', url }], store: { name: 'redis', url } }
    const file = folder.write('down.json', JSON.stringify(settings))
    const { code, stdout } = await sifaka(['doctor', '-c', file])
    expect(stdout).toMatch(/mend +cannot open the cache redis 127[^]*mend +cannot open the store redis 127/)
    expect(code).toBe(1)
  })

  it('exits with 1 for settings that cannot be read', async () => {
    const config = folder.write('broken.json', '{"model": 3')
    const { code, stdout } = await sifaka(['doctor', '-c', config])
    expect(stdout).toMatch(/settings\n {2}mend {2}.*broken\.json/)
    expect(code).toBe(1)
  })

  it('exits with 0 for a simulated model', async () => {
    expect(await check('sim:writer')).toMatchObject({ code: 0 })
  })
})

describe('help and lists', () => {
  it.skipIf(process.platform !== 'linux').each(['--help', 'batch --help', 'list', '--version'])(
    '%s that cannot be written ends with a plain message',
    async (args) => {
      const { code, stderr } = await shell(`$SIFAKA ${args} > /dev/full`)
      expect(code).toBe(3)
      expect(stderr).toBe(
        'sifaka: cannot write standard output: no space left\n  free some space, or write to another disk\n',
      )
    },
  )

  it('NO_COLOR wins over FORCE_COLOR, without a warning of Node', async () => {
    const env = { NO_COLOR: '1', FORCE_COLOR: '1' }
    const { stderr } = await sifaka(['improve', 'Hi', '--model', 'sim:writer'], { env })
    expect(stderr).not.toMatch(/\u001b|Warning/)
    const painted = await sifaka(['improve', 'Hi', '--model', 'sim:writer'], { env: { FORCE_COLOR: '1' } })
    expect(painted.stderr).toContain('\u001b[')
  })
})

import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer']

describe('streams', () => {
  it('puts the text, and nothing else, on stdout', async () => {
    const { code, stdout, stderr } = await sifaka(['improve', 'Write about rain', ...SIM])
    expect(code).toBe(0)
    expect(stdout).toMatch(/rain/)
    expect(stdout.endsWith('\n')).toBe(true)
    expect(stderr).toContain('sim:writer is a simulated model: no real text\n')
    expect(stderr).toMatch(/accepted after \d iterations?, \d calls/)
  })

  it('puts one JSON record a prompt on stdout, in input order', async () => {
    const each = `node -p 'require("fs").readFileSync(0, "utf8").trim().split("\\n").map((line) => JSON.parse(line).prompt)'`
    const { code, stdout } = await shell(`printf 'a\\nb\\n' | $SIFAKA batch - --model sim:writer | ${each}`)
    expect({ code, stdout }).toEqual({ code: 0, stdout: "[ 'a', 'b' ]\n" })
  })

  it('gives every field of the result record', async () => {
    const input = '{"prompt":"Write.","id":"x","note":1}\n'
    const args = ['batch', '-', ...SIM, '--input-format', 'jsonl', '--validator', 'length:min=1']
    const [record] = (await sifaka(args, { input })).records()
    expect(Object.keys(record ?? {})).toEqual(
      'id index prompt text outcome stopReason passed iterations bestIteration model validations critiques failures usage durationMs error thoughtId meta'.split(
        ' ',
      ),
    )
    expect(record).toMatchObject({ id: 'x', index: 0, meta: { note: 1 }, passed: true, error: null })
  })

  it('ends quietly when the reader goes away', async () => {
    const { stdout, stderr, code } = await shell(
      `seq 500 | $SIFAKA batch - --model sim:writer -q | head -1; exit \${PIPESTATUS[1]}`,
    )
    expect(stdout.split('\n')).toHaveLength(2)
    expect(stderr).not.toMatch(/Error|EPIPE|at /)
    expect(code).toBe(0)
  })

  it.skipIf(process.platform !== 'linux')(
    'says so when results cannot be written (skipped without /dev/full)',
    async () => {
      const { code, stderr } = await shell(`$SIFAKA improve Hello --model sim:writer > /dev/full`)
      expect(code).toBe(3)
      expect(stderr).toContain('sifaka: cannot write standard output: no space left')
    },
  )

  it('is silent on stderr under -q', async () => {
    expect((await sifaka(['improve', 'Hello', ...SIM, '-q'])).stderr).toBe('')
  })

  it('delivers megabytes through a slow pipe', async () => {
    const profile = folder.write('long.json', { draftWords: 2000 })
    const { stdout } = await shell(
      `seq 300 | $SIFAKA batch - --model sim:${profile} --no-critics -q | (sleep 0.3; cat) | tee ${folder.path('all')} | wc -l`,
    )
    expect(Number(stdout)).toBe(300)
    expect(folder.read('all').length).toBeGreaterThan(3_000_000)
  })
})

describe('the prompt comes from', () => {
  it.each<[string, string[], string | undefined, RegExp]>([
    ['arguments', ['Write', 'about', 'rain'], undefined, /rain/],
    ['a file', ['-f', folder.write('prompt.txt', 'Write about snow')], undefined, /snow/],
    ['a pipe', [], 'Write about hail\n', /hail/],
    ['a pipe, by name', ['-'], 'Write about hail\n', /hail/],
    [
      'an argument, then a pipe',
      ['Summarise:', '-'],
      'Write about wind\n',
      /Summarise:\\n\\nWrite about wind/,
    ],
    [
      'an argument with a variable',
      ['About {{topic}}', '--var', 'topic=frost'],
      undefined,
      /"prompt":"About frost"/,
    ],
  ])('%s', async (_, args, input, expected) => {
    const { stdout } = await sifaka(['improve', ...args, ...SIM, '--format', 'json', '-q'], { input })
    expect(stdout).toMatch(expected)
  })

  it('a draft to start from', async () => {
    const draft = folder.write('draft.txt', 'For example, this is mine. In short, it is done.')
    const args = ['improve', 'Write.', '--draft', draft, ...SIM, '--format', 'json', '-q']
    expect((await sifaka(args)).records()[0]).toMatchObject({
      iterations: 1,
      text: expect.stringContaining('mine') as string,
    })
  })
})

it.each<[string[], string[]]>([
  [[], ['reflexion']],
  [['--no-critics'], []],
  [
    ['--critic', 'self-refine', '--critic', 'constitutional=sim:other'],
    ['self-refine writer', 'constitutional other'],
  ],
  [['--critic', 'reflexion', '--critic-model', 'sim:other'], ['reflexion other']],
])('the critics that %j asks for are %j', async (flags, expected) => {
  const { stdout } = await sifaka([
    'improve',
    'Write.',
    ...SIM,
    ...flags,
    '--format',
    'json',
    '-q',
    '-n',
    '8',
  ])
  const { critiques } = JSON.parse(stdout) as { critiques: { critic: string; model: string }[] }
  const asked = critiques.map(({ critic, model }) => (flags.length > 0 ? `${critic} ${model}` : critic))
  expect(asked).toEqual(expected)
})

describe('output', () => {
  it('follows --format and the file name', async () => {
    const json = await sifaka(['improve', 'Hi', ...SIM, '--format', 'json', '-q'])
    expect(json.records()[0]).toMatchObject({ outcome: 'accepted' })
    const md = await sifaka(['improve', 'Hi', ...SIM, '--format', 'md', '-q'])
    expect(md.stdout).toMatch(/^#/)
    await sifaka(['improve', 'Hi', ...SIM, '-o', folder.path('one.json'), '-q'])
    expect(JSON.parse(folder.read('one.json'))).toMatchObject({ prompt: 'Hi' })
  })

  it('goes to several files at once', async () => {
    const files = ['many.jsonl', 'many.json', 'many.md']
    const outputs = files.flatMap((name) => ['-o', folder.path(name)])
    await sifaka(['batch', '-', ...SIM, ...outputs], { input: 'a\nb\n' })
    expect(folder.read('many.jsonl').trim().split('\n')).toHaveLength(2)
    expect(JSON.parse(folder.read('many.json'))).toHaveLength(2)
    expect(folder.read('many.md')).toContain('## ')
  })

  it('tells where the time went', async () => {
    const report = folder.path('report.json')
    await sifaka(['batch', '-', ...SIM, '--report', report, '--validator', 'length:min=1'], {
      input: 'a\nb\n',
    })
    const parsed = JSON.parse(folder.read('report.json')) as Record<string, unknown>
    expect(Object.keys(parsed)).toEqual(
      'run summary latencyMs components scaling validators critics models waits quality resources'.split(' '),
    )
    expect(parsed).toMatchObject({
      summary: { prompts: 2, accepted: 2, successRate: 1 },
      validators: [{ name: 'length', passRate: 1 }],
      critics: [{ name: 'reflexion' }],
      models: [{ model: 'sim:writer' }],
    })
  })

  it('shows tokens as they come, and each iteration, on stderr', async () => {
    const { stdout, stderr } = await sifaka([
      'improve',
      'Hi',
      ...SIM,
      '--stream',
      '--trace',
      '--max-words',
      '50',
    ])
    expect(stderr.replace(/\s+/g, ' ')).toContain(stdout.trim().replace(/\s+/g, ' '))
    expect(stderr).toMatch(/iteration 1: writer, \d+ words/)
    expect(stderr).toMatch(/pass {2}length: \d+ words/)
  })
})

describe('settings', () => {
  it('are created, shown with their origins, checked, and described', async () => {
    const cwd = folder.path('.')
    expect((await sifaka(['config', 'init'], { cwd })).code).toBe(0)
    expect((await sifaka(['config', 'init'], { cwd })).code).toBe(2)
    const shown = await sifaka(['config', 'show', '-p', 'rehearsal'], { cwd })
    expect(shown.stdout).toMatch(/model +"sim:writer" +\(.*sifaka\.config\.json, profile rehearsal\)/)
    expect(shown.stdout).toMatch(/concurrency +10 +\(default\)/)
    expect(shown.stdout).toMatch(/^temperature +not set$/m)
    expect(shown.stdout).toMatch(/^profile: rehearsal \(of rehearsal, development, /m)
    expect(shown.stdout).toMatch(/^looked in: \S+, .*sifaka$/m)
    expect((await sifaka(['config', 'check', '-p', 'rehearsal'], { cwd })).code).toBe(0)
    const missing = await sifaka(['config', 'check'], { cwd })
    expect({ code: missing.code, stderr: missing.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('OPENAI_API_KEY is not set') as string,
    })
    const schema = await sifaka(['config', 'schema'], { cwd })
    expect(JSON.parse(schema.stdout)).toMatchObject({ title: 'sifaka settings' })
  })

  it('are shown with their values if a key contains a dot', async () => {
    const settings = { model: 'sim:writer', prices: { 'openai:gpt-4.1': { input: 1, output: 2 } } }
    const path = folder.write('prices.json', JSON.stringify(settings))
    const { stdout } = await sifaka(['config', 'show', '-c', path])
    expect(stdout).toMatch(/^prices\.openai:gpt-4\.1\.input +1 /m)
  })

  it('come from the environment', async () => {
    const env = { SIFAKA_MODEL: 'sim:writer', SIFAKA_MAX_ITERATIONS: '1' }
    const { stdout } = await sifaka(['improve', 'Hi', '--format', 'json', '-q'], { env })
    expect(JSON.parse(stdout)).toMatchObject({ iterations: 1, model: 'sim:writer' })
  })

  it('name everything that can be chosen', async () => {
    const { stdout } = await sifaka(['list'])
    for (const name of ['length', 'reflexion', 'anthropic', 'jsonl', 'high-throughput']) {
      expect(stdout).toContain(`  ${name} `)
    }
    expect(JSON.parse((await sifaka(['list', 'critics', '--json'])).stdout)).toHaveProperty(
      'critics.0.summary',
    )
  })
})

it.each([['--version'], ['-V']])('%s prints the version alone', async (flag) => {
  const { stdout, code } = await sifaka([flag])
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string })
})

it('--help goes to stdout and is a success', async () => {
  const { stdout, code } = await sifaka(['batch', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--concurrency')
})

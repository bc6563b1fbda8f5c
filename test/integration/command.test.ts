import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { sifaka, shell } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer']

describe('streams', () => {
  it('puts the text, and nothing else, on stdout', async () => {
    const { code, stdout, stderr } = await sifaka(['improve', 'Write about rain', ...SIM])
    expect(code).toBe(0)
    expect(stdout).toMatch(/rain/)
    expect(stdout.endsWith('\n')).toBe(true)
    expect(stderr).toContain('sim:writer is a rehearsal, not a language model\n')
    expect(stderr).toMatch(/accepted after \d iterations?, \d calls/)
  })

  it('puts one JSON record a prompt on stdout, in input order', async () => {
    const { code, stdout } = await shell(
      `printf 'a\\nb\\n' | $SIFAKA batch - --model sim:writer | jq -c .index`,
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0\n1\n' })
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

  it('says so when the results cannot be written', async () => {
    const { code, stderr } = await shell(`$SIFAKA improve Hello --model sim:writer > /dev/full`)
    expect(code).toBe(3)
    expect(stderr).toContain('sifaka: cannot write standard output: no space left')
  })

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

describe('bad input gets one clear line and exit code 2, before anything is sent', () => {
  const file = (name: string, content: unknown) => folder.write(name, content)
  it.each<[string[], string]>([
    [['improve', 'Hi'], 'no model is set'],
    [['improve', 'Hi', '-m', 'gpt-4'], '--model: expected provider:model'],
    [['improve', 'Hi', '-m', 'opnai:gpt-4'], 'no provider is called "opnai"\n  did you mean "openai"?'],
    [['improve', 'Hi', '-m', 'openai:gpt-4'], 'OPENAI_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'anthropic:claude'], 'ANTHROPIC_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'groq:llama'], 'GROQ_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'sim:absent.json'], 'absent.json'],
    [
      ['improve', 'Hi', ...SIM, '--critic', 'reflextion'],
      'no critic is called "reflextion" (did you mean "reflexion"?)',
    ],
    [['improve', 'Hi', ...SIM, '--critic', 'reflexion=nope'], 'expected provider:model'],
    [['improve', 'Hi', ...SIM, '--critic-model', 'nope:x'], 'no provider is called "nope"'],
    [
      ['improve', 'Hi', ...SIM, '--validator', 'lenght:min=4'],
      'no validator is called "lenght" (did you mean "length"?)',
    ],
    [['improve', 'Hi', ...SIM, '--validator', 'length:mim=4'], 'has no option "mim" (did you mean "min"?)'],
    [['improve', 'Hi', ...SIM, '--validator', 'pattern:required=('], 'validator pattern: '],
    [['improve', 'Hi', ...SIM, '--validator', 'json:schema=@absent.json'], 'cannot read absent.json'],
    [
      ['improve', 'Hi', ...SIM, '--validator', `json:schema=@${file('half.json', '{')}`],
      'half.json: line 1, column 2',
    ],
    [['improve', 'Hi', ...SIM, '--min-words', '9', '--max-words', '4'], 'expected max to be at least min'],
    [['improve', 'Hi', ...SIM, '--min-words', '400', '--max-chars', '300'], 'exclude each other'],
    [['improve', 'Hi', ...SIM, '--require', 'sun', '--forbid', 'sun'], 'exclude each other'],
    [['improve', 'Hi', ...SIM, '-n', '0'], '--max-iterations: '],
    [['improve', 'Hi', ...SIM, '-n', '21'], '--max-iterations: '],
    [['improve', 'Hi', ...SIM, '-n', 'many'], 'expected a number, got "many"'],
    [['improve', 'Hi', ...SIM, '--timeout', 'soon'], '--timeout: expected a duration'],
    [['improve', 'Hi', ...SIM, '--max-iteration', '3'], "unknown option '--max-iteration'"],
    [['improve', 'Hi', ...SIM, '--format', 'xml'], 'Allowed choices are text, json, md'],
    [['improve', 'Hi', ...SIM, '--var', 'topic'], 'expected name=value'],
    [['improve', 'Hi {{nam}}', ...SIM, '--var', 'name=Ada'], '{{nam}} has no value'],
    [['improve', 'Hi', ...SIM, '-c', 'absent.json'], 'there is no settings file absent.json'],
    [
      ['improve', 'Hi', ...SIM, '-c', file('bad.json', '{\n"model":\n}')],
      'bad.json: line 3, column 1: expected a value',
    ],
    [['improve', 'Hi', ...SIM, '-c', file('bad.yaml', 'a: [')], 'bad.yaml: '],
    [
      ['improve', 'Hi', ...SIM, '-c', file('key.json', { maxIteration: 1 })],
      'maxIteration: unknown setting\n  did you mean "maxIterations"?',
    ],
    [
      ['improve', 'Hi', ...SIM, '-p', 'productoin'],
      'no profile is called "productoin"\n  did you mean "production"?',
    ],
    [['improve', 'Hi', ...SIM, '-f', 'absent.txt'], 'cannot read absent.txt'],
    [['improve', 'Hi', ...SIM, '-o', '/absent/x.txt'], 'cannot write /absent/x.txt: there is no such folder'],
    [['improve', 'Hi', ...SIM, '--report', 'r.pdf'], '--report: cannot write r.pdf'],
    [['improve', '', ...SIM], 'there is no prompt'],
    [['improve', ...SIM], 'there is no prompt'],
    [['batch', 'absent.txt', ...SIM], 'there is no file absent.txt'],
    [['batch', '/tmp', ...SIM], '/tmp is a folder'],
    [['batch', ...SIM], 'standard input: no prompts in it'],
    [['batch', file('empty.txt', '\n'), ...SIM], 'no prompts in it'],
    [
      ['batch', file('bad.jsonl', '{"prompt":"a"}\n{bad}\n'), ...SIM],
      'bad.jsonl:2: not JSON: column 2: expected a key',
    ],
    [['batch', file('bad.csv', 'prompt,n\na\n'), ...SIM], 'bad.csv:2: '],
    [
      ['batch', file('twice.jsonl', '{"prompt":"a","id":1}\n{"prompt":"b","id":1}'), ...SIM],
      'twice.jsonl:2: the id "1" was used in line 1',
    ],
    [['batch', file('a.txt', 'a'), ...SIM, '-j', '0'], '--concurrency: '],
    [['batch', file('a.txt', 'a'), ...SIM, '-j', '1e9'], '--concurrency: '],
    [['batch', file('a.txt', 'a'), ...SIM, '-o', 'x.pdf'], '-o: cannot write x.pdf'],
    [['batch', file('a.txt', 'a'), ...SIM, '-o', file('old.jsonl', 'kept')], 'old.jsonl exists already'],
    [['batch', file('a.txt', 'a'), ...SIM, '--fail-under', 'most'], '--fail-under: expected a percentage'],
    [['batch', file('a.txt', 'a'), ...SIM, '--limit', '0'], 'expected a whole number from 1'],
    [['list', 'critic'], 'there is no list of "critic"\n  did you mean "critics"?'],
    [['imporve'], "unknown command 'imporve'\n(Did you mean improve?)"],
    [[], 'Usage: sifaka'],
  ])('sifaka %j', async (args, message) => {
    const { code, stdout, stderr } = await sifaka(args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  it('does not wait for a terminal', async () => {
    const script = `script -qec "$SIFAKA improve --model sim:writer" /dev/null`
    const { stdout, code } = await shell(script)
    expect(stdout).toContain('there is no prompt')
    expect(code).toBe(2)
  })

  it('leaves an existing output untouched, unless forced', async () => {
    const input = folder.write('one.txt', 'Hi')
    const output = folder.write('results.jsonl', 'precious\n')
    expect((await sifaka(['batch', input, ...SIM, '-o', output])).code).toBe(2)
    expect(folder.read('results.jsonl')).toBe('precious\n')
    expect((await sifaka(['batch', input, ...SIM, '-o', output, '--force'])).code).toBe(0)
    expect(JSON.parse(folder.read('results.jsonl'))).toMatchObject({ prompt: 'Hi' })
  })
})

describe('exit codes tell what came of it', () => {
  const stubborn = folder.write('stubborn.json', { firstDraftPass: 0, obedience: 0 })
  const model = ['-m', `sim:${stubborn}`]

  it('1 when the text does not meet its constraints, which are named; the best draft is printed', async () => {
    const { code, stdout, stderr } = await sifaka([
      'improve',
      'Hi',
      ...model,
      '--no-critics',
      '--max-words',
      '5',
    ])
    expect(code).toBe(1)
    expect(stdout).not.toBe('')
    expect(stderr).toMatch(/exhausted \((max-iterations|fixpoint)\)/)
    expect(stderr).toMatch(/not met: length: \d+ words, must be at most 5 words/)
  })

  it('0 when enough of a batch is accepted', async () => {
    const input = 'a\nb\n'
    const args = ['batch', '-', ...model, '--no-critics', '--max-words', '5', '-q']
    expect((await sifaka(args, { input })).code).toBe(1)
    expect((await sifaka([...args, '--fail-under', '0%'], { input })).code).toBe(0)
  })

  it('3 when the provider cannot be reached, with records that say so', async () => {
    const port = await freePort()
    const config = folder.write('dead.json', {
      model: 'dead:model',
      retries: 0,
      providers: { dead: { baseUrl: `http://127.0.0.1:${port}/v1` } },
    })
    const { code, records } = await sifaka(['batch', '-', '-c', config, '-q'], { input: 'a\nb\n' })
    expect(code).toBe(3)
    expect(records()).toMatchObject([
      {
        text: '',
        outcome: 'failed',
        passed: false,
        error: { code: 'connection' },
        failures: [{ role: 'model' }],
      },
      { outcome: 'failed' },
    ])
  })

  it('2 when the key is refused, and the other prompts stay pending', async () => {
    const profile = folder.write('auth.json', { faults: [{ kind: 'auth' }] })
    const args = ['batch', '-', '-m', `sim:${profile}`, '-j', '2']
    const { code, records } = await sifaka(args, { input: 'a\n'.repeat(100) })
    expect(code).toBe(2)
    expect(records().length).toBeLessThanOrEqual(4)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the run with %i, and results so far are kept', async (signal, expected) => {
    const profile = folder.write(`hang-${signal}.json`, { faults: [{ kind: 'hang', share: 0.5 }] })
    const output = folder.path(`${signal}.jsonl`)
    const args = [
      'batch',
      '-',
      '-m',
      `sim:${profile}`,
      '--no-critics',
      '--unordered',
      '-j',
      '40',
      '-o',
      output,
    ]
    const { code, stderr, durationMs } = await sifaka(args, {
      input: Array.from({ length: 40 }, (_, index) => `prompt ${index}\n`).join(''),
      started: (child) => void setTimeout(() => child.kill(signal), 1500),
    })
    expect(code).toBe(expected)
    expect(durationMs).toBeLessThan(6000)
    expect(stderr).not.toMatch(/\n {4}at /)
    const lines = folder.read(`${signal}.jsonl`).trim().split('\n')
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.map((line) => JSON.parse(line) as unknown)).not.toContainEqual(
      expect.objectContaining({ outcome: 'cancelled' }),
    )
  })
})

it.each<[string, object, string]>([
  ['json', { schema: { required: ['name', 'price'] } }, 'price'],
  ['json', { schema: { $schema: 'http://json-schema.org/draft-07/schema#', required: ['size'] } }, 'size'],
  ['markdown', { requireTitle: true }, '# '],
  ['pattern', { required: '^Dear', flags: 'm' }, 'Dear'],
  ['content', { required: ['lamp'], wholeWord: true }, 'lamp'],
  ['length', { max: 3, unit: 'sentences' }, '.'],
])('every validator is in the build: %s %j', async (name, options, expected) => {
  const spec = JSON.stringify({ name, ...options })
  const args = ['improve', 'Describe a lamp', ...SIM, '--no-critics', '--validator', spec, '-n', '8', '-q']
  const { code, stdout, stderr } = await sifaka(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(expected)
})

it('takes a JSON Schema from a file', async () => {
  const schema = folder.write('schema.json', { type: 'object', required: ['name', 'price'] })
  const args = [
    'improve',
    'Describe a lamp',
    ...SIM,
    '--no-critics',
    '--validator',
    `json:schema=@${schema}`,
    '-q',
  ]
  expect(JSON.parse((await sifaka(args)).stdout)).toHaveProperty('price')
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
      'run summary latencyMs components validators critics models quality resources'.split(' '),
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
    expect((await sifaka(['config', 'check', '-p', 'rehearsal'], { cwd })).code).toBe(0)
    const missing = await sifaka(['config', 'check'], { cwd })
    expect({ code: missing.code, stderr: missing.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('OPENAI_API_KEY is not set') as string,
    })
    const schema = await sifaka(['config', 'schema'], { cwd })
    expect(JSON.parse(schema.stdout)).toMatchObject({ title: 'sifaka settings' })
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

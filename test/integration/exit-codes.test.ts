import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { freePort } from '../helpers/servers/available.ts'

const folder = temporaryFolder()

/** Settings with a provider that cannot be reached. */
const unreachable = async (): Promise<string> =>
  folder.write('unreachable.json', {
    model: 'dead:model',
    retries: 0,
    providers: { dead: { baseUrl: `http://127.0.0.1:${await freePort()}/v1` } },
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
    expect(stderr).toMatch(/not accepted \((max-iterations|fixpoint)\)/)
    expect(stderr).toMatch(/not met: length: \d+ words, must be at most 5 words/)
  })

  it('0 when enough of a batch is accepted', async () => {
    const input = 'a\nb\n'
    const args = ['batch', '-', ...model, '--no-critics', '--max-words', '5', '-q']
    expect((await sifaka(args, { input })).code).toBe(1)
    expect((await sifaka([...args, '--fail-under', '0%'], { input })).code).toBe(0)
  })

  it('3 when the provider cannot be reached, with records that say so', async () => {
    const { code, records } = await sifaka(['batch', '-', '-c', await unreachable(), '-q'], {
      input: 'a\nb\n',
    })
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

  it('3 with the reason, also in a quiet run', async () => {
    const { code, stderr } = await sifaka(['improve', 'Hi', '-c', await unreachable(), '-q'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^sifaka: failed .*\n  .*no connection/)
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
    ['SIGHUP', 143],
  ] as const)('%s ends the run with %i, and results so far are kept', async (signal, expected) => {
    const profile = folder.write(`hang-${signal}.json`, { faults: [{ kind: 'hang', share: 0.5 }] })
    const args = ['batch', '-', '-m', `sim:${profile}`, '--no-critics', '--unordered', '-j', '40']
    const { code, stderr, records } = await sifaka(args, {
      input: Array.from({ length: 40 }, (_, index) => `prompt ${index}\n`).join(''),
      // By then some prompts are done, and the others hang.
      started: (child) => child.stdout?.once('data', () => child.kill(signal)),
    })
    expect(code).toBe(expected)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect(stderr).toMatch(/interrupted: \d+ done \(on stdout\), the other prompts are pending/)
    expect(records().length).toBeGreaterThan(0)
    expect(records()).not.toContainEqual(expect.objectContaining({ outcome: 'cancelled' }))
  })

  it('70 for an error that nothing catches, without the secrets in it', async () => {
    const plugin = folder.write(
      'uncaught.mjs',
      `Promise.reject(Object.assign(new Error('lost ' + process.env.OPENAI_API_KEY), { key: process.env.OPENAI_API_KEY }))
      export default {}`,
    )
    const { code, stderr } = await sifaka(['improve', 'a', '-m', 'sim:writer', '--plugin', plugin], {
      env: { OPENAI_API_KEY: 'sk-canary-key-of-openai' },
    })
    expect(code).toBe(70)
    expect(stderr).toContain('this is a bug in sifaka')
    expect(stderr).toContain('lost ***')
    expect(stderr).not.toContain('canary')
  })
})

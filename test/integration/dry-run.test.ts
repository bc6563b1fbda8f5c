/** A real run lands inside of what a dry run said; and a dry run sends and touches nothing. */
import { readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Estimate } from '../../src/core/estimate.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

describe('a dry run', () => {
  let connections = 0
  let server: Server
  beforeAll(async () => {
    server = createServer().on('connection', (socket) => {
      connections++
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => server.close())

  const input = () => folder.write('prompts.txt', 'Write about tea\nWrite about rain\nWrite about tea\n')
  const dry = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    sifaka(['batch', input(), '--dry-run', ...args], { env })

  it('opens no connection, and writes no results, journal or lock', async () => {
    const { port } = server.address() as AddressInfo
    const env = { OPENAI_API_KEY: 'sk-none-for-this-test', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` }
    const output = folder.path('never.jsonl')
    const { code, stdout } = await dry(['-m', 'openai:gpt-4o-mini', '-o', output], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^3 prompts; nothing was sent\n +least +expected +most\ncalls +4 +7 +\d+\n/)
    expect(stdout).toContain('1 prompt repeats an earlier one')
    const written = readdirSync(folder.path('.')).filter((name) => name.includes('never'))
    expect({ connections, written }).toEqual({ connections: 0, written: [] })
  })

  it('needs no key, and says, even in a quiet run, that the run will', async () => {
    const { code, stdout, stderr } = await dry(['-m', 'openai:gpt-4o-mini', '-q'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/\ncost +<\$0\.0001 +\$0\.\d+ +\$0\.\d+\n/)
    expect(stderr).toContain('OPENAI_API_KEY is not set; the real run needs it')
  })

  it('writes every figure where --report says, by model', async () => {
    const report = folder.path('estimate.json')
    await dry(['-m', 'sim:writer', '--critic', 'reflexion=sim:critic', '--report', report])
    const written = JSON.parse(folder.read('estimate.json')) as Estimate
    expect(written).toMatchObject({ prompts: 3, repeated: 1, calls: { least: 4 }, costUsd: { most: 0 } })
    expect(written.models.map(({ model }) => model)).toEqual(['sim:writer', 'sim:critic'])
  })

  it('says that a cost is unknown, never that it is nothing', async () => {
    const { stdout } = await dry(['-m', 'openai:nobody-knows', '--no-critics'])
    expect(stdout).toMatch(/\ncost +unknown +unknown +unknown\n/)
    expect(stdout).toContain('No price is known for openai:nobody-knows')
  })

  it.each([
    [['--max-total-tokens', '20'], 'will stop'],
    [['--max-total-tokens', '2000'], 'will probably stop'],
    [['--max-total-tokens', '20000'], 'may stop'],
  ])('tells whether a limit would end the run: %j', async (args, told) => {
    const { code, stdout } = await dry(['-m', 'sim:writer', '--no-cache', ...args])
    expect(stdout).toContain(`--max-total-tokens ${told} this run before it is done`)
    expect(code).toBe(0)
  })

  it.each([
    [['--min-words', '10', '--max-chars', '5'], 'exclude each other'],
    [['--critic-model', 'nobody:x'], 'no provider is called "nobody"'],
    [['--max-cost', '1', '--critic-model', 'openai:nobody-knows'], 'cannot enforce maxCost'],
    [['--report', 'estimate.pdf'], '--report must be a .json or .md file, not estimate.pdf'],
  ])('meets the errors of a real run, with exit code 2: %j', async (args, told) => {
    const { code, stdout, stderr } = await dry(['-m', 'sim:writer', ...args])
    expect(stderr).toContain(told)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('reads prompts from standard input, and wants at least one', async () => {
    const args = ['batch', '-', '-m', 'sim:writer', '--dry-run']
    expect((await sifaka(args, { input: 'Write\n' })).stdout).toContain('1 prompt; nothing was sent')
    expect(await sifaka(args, { input: '' })).toMatchObject({ code: 2, stdout: '' })
  })
})

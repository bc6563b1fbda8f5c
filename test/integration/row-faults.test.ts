/** A row that cannot be worked on never blocks the other rows. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
let sim: SimServer
let front: Server
let requests = 0
/** The statuses with which the server answers for some models. */
const REFUSALS: Readonly<Record<string, number>> = { gone: 404, locked: 401, strange: 400 }

/** Passes requests on to the simulated server, except for those for a model that is refused. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests++
  const body = await text(request)
  const { model } = JSON.parse(body) as { model: string }
  const refusal = REFUSALS[model]
  if (refusal !== undefined) {
    response.writeHead(refusal).end(`{"error":{"message":"not ${model}"}}`)
    return
  }
  const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-simulated' }
  const answer = await fetch(`${sim.url}${request.url}`, { method: 'POST', headers, body })
  const type = answer.headers.get('content-type') ?? ''
  response.writeHead(answer.status, { 'content-type': type }).end(await answer.text())
}

beforeAll(async () => {
  sim = await startSimServer({ port: 0, profile: simProfileSchema.parse({}) })
  front = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => front.once('listening', resolve))
})
afterAll(async () => {
  front.close()
  await sim.close()
})

const GOOD = [
  { id: 'a', prompt: 'about rain' },
  { id: 'z', prompt: 'about snow' },
]
const [first, last] = GOOD
const tooLong = { name: 'length', min: 50, max: 60 }
const tooShort = { name: 'length', max: 10 }

let runs = 0
async function batch(rows: readonly object[], given: 'file' | 'pipe', ...flags: string[]) {
  const input = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const before = requests
  const { port } = front.address() as AddressInfo
  const env = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` }
  const source = given === 'pipe' ? '-' : folder.write(`rows-${++runs}.jsonl`, input)
  const model = flags.includes('-m') ? [] : ['-m', 'openai:writer']
  const critics = flags.includes('--critic') ? [] : ['--no-critics']
  const args = ['batch', source, ...model, ...critics, ...flags]
  const ran = await sifaka(args, { env, ...(given === 'pipe' ? { input } : {}) })
  return {
    ...ran,
    outcomes: flags.includes('--dry-run') ? {} : outcomes(ran.records()),
    requests: requests - before,
  }
}

const outcomes = (records: readonly Readonly<Record<string, unknown>>[]) =>
  Object.fromEntries(records.map(({ id, outcome }) => [id, outcome]))

describe('a fault of one row that is visible without sending anything', () => {
  const faults: [string, object, string][] = [
    ['an unknown provider', { model: 'nosuch:x' }, 'no provider is called "nosuch"'],
    ['a missing key', { model: 'anthropic:claude-x' }, 'ANTHROPIC_API_KEY is not set'],
    ['rules that exclude each other', { validators: [tooLong, tooShort] }, 'exclude each other'],
    [
      'a judge of an unknown provider',
      { validators: [{ name: 'judge', rubric: 'polite', model: 'nosuch:x' }] },
      'no provider is called "nosuch"',
    ],
  ]
  it.each(faults)('refuses a file before anything is sent: %s', async (_, fault, message) => {
    const rows = [first!, { id: 'bad', prompt: 'x', ...fault }, last!]
    const { code, stdout, stderr, requests } = await batch(rows, 'file')
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: 0 })
    expect(stderr).toContain('row 2 (bad): ')
    expect(stderr).toContain(message)
  })

  it.each(faults)('in a pipe fails the row by name, and the others go on: %s', async (_, fault, message) => {
    const rows = [first!, { id: 'bad', prompt: 'x', ...fault }, last!]
    const { code, outcomes, records, stderr } = await batch(rows, 'pipe')
    expect(outcomes).toEqual({ a: 'accepted', bad: 'failed', z: 'accepted' })
    expect(records()[1]).toMatchObject({ error: { message: expect.stringContaining(message) as string } })
    expect(stderr).toContain('prompts  3: 2 accepted, 1 failed')
    expect(stderr).toContain('bad "x"')
    expect(code).toBe(3)
  })

  it('is 2 when it is all there was, since nothing was sent', async () => {
    const { code, requests } = await batch([{ id: 'bad', prompt: 'x', model: 'nosuch:x' }], 'pipe')
    expect([code, requests]).toEqual([2, 0])
  })

  it('needs no keys in a dry run, but known providers', async () => {
    const withModel = (model: string) => [first!, { id: 'bad', prompt: 'x', model }]
    expect((await batch(withModel('anthropic:claude-x'), 'file', '--dry-run')).code).toBe(0)
    expect((await batch(withModel('nosuch:x'), 'file', '--dry-run')).code).toBe(2)
  })
})

describe('a fault of one row that only the provider can see', () => {
  it.each(['file', 'pipe'] as const)('fails the row by name, and the others go on (%s)', async (given) => {
    const bad = ['gone', 'strange'].map((name) => ({ id: name, prompt: 'x', model: `openai:${name}` }))
    const { code, outcomes, records } = await batch([first!, ...bad, last!], given, '-j', '1')
    expect(outcomes).toEqual({ a: 'accepted', gone: 'failed', strange: 'failed', z: 'accepted' })
    expect(records()[1]).toMatchObject({ error: { code: 'not-found' }, model: 'openai:gone' })
    expect(code).toBe(3)
  })

  it('asks for a model that does not exist only once', async () => {
    const rows = Array.from({ length: 5 }, (_, id) => ({
      id: `r${id}`,
      prompt: `x ${id}`,
      model: 'openai:gone',
    }))
    const { outcomes, requests } = await batch(rows, 'file', '-j', '1')
    expect(Object.values(outcomes)).toEqual(Array.from({ length: 5 }, () => 'failed'))
    expect(requests).toBe(1)
  })

  it('stops the run when it is the model of all rows, or the account', async () => {
    const gone = await batch(GOOD, 'file', '-m', 'openai:gone')
    expect(gone).toMatchObject({ code: 2 })
    const rows = [first!, { id: 'b', prompt: 'x', model: 'openai:locked' }, last!]
    const locked = await batch(rows, 'file', '-j', '1')
    expect(locked).toMatchObject({ code: 2, outcomes: { a: 'accepted' } })
  })
})

describe('with --max-cost, a price that is not known', () => {
  const judge = { name: 'judge', rubric: 'polite', model: 'openai:priceless' }
  const rows: [string, object][] = [
    ['of the model of a row', { model: 'openai:priceless' }],
    ['of the judge of a row', { validators: [judge] }],
  ]
  const COST = ['-m', 'openai:gpt-6-luna', '--max-cost', '1']

  it.each(rows)('refuses a file before anything is sent, and names the row: %s', async (_, fault) => {
    const { code, requests, stderr } = await batch(
      [first!, { id: 'bad', prompt: 'x', ...fault }],
      'file',
      ...COST,
    )
    expect([code, requests]).toEqual([2, 0])
    expect(stderr).toContain('row 2 (bad): cannot enforce maxCost: no price is known for openai:priceless')
  })

  it.each(rows)('fails the row of a pipe without sending it: %s', async (_, fault) => {
    const given = [first!, { id: 'bad', prompt: 'x', ...fault }, last!]
    const { outcomes, requests } = await batch(given, 'pipe', ...COST)
    expect(outcomes).toEqual({ a: 'accepted', bad: 'failed', z: 'accepted' })
    expect(requests).toBe(2)
  })

  it('refuses a run whose critics or fallback have none', async () => {
    const withCritic = ['--critic', 'reflexion=openai:priceless']
    for (const flags of [withCritic, ['--fallback', 'openai:priceless']]) {
      const { code, requests, stderr } = await batch(GOOD, 'file', ...COST, ...flags)
      expect([code, requests]).toEqual([2, 0])
      expect(stderr).toContain('no price is known for openai:priceless')
    }
  })
})

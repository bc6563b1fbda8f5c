/** The tools as agents see them: the built program and the client of the Model Context Protocol. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/sdk/types.js'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const PROGRAM = join(import.meta.dirname, '../../bin/sifaka.js')

const client = new Client({ name: 'test', version: '1' })
let stderr = ''
beforeAll(async () => {
  folder.write('settings.json', JSON.stringify({ model: 'sim:writer', store: false, cache: false }))
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', '--config', folder.path('settings.json'), '--seed', '1'],
    cwd: folder.path('.'),
    stderr: 'pipe',
  })
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  await client.connect(transport)
})
afterAll(() => client.close())

interface ToolResult {
  readonly isError?: boolean
  readonly content: readonly { readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
}
const call = async (name: string, given: Record<string, unknown>): Promise<ToolResult> =>
  (await client.callTool({ name, arguments: given })) as unknown as ToolResult

describe('an agent', () => {
  it('finds the tools, and their arguments described', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['improve', 'validate', 'list_validators'])
    expect(tools[0]?.inputSchema).toMatchObject({ type: 'object', required: ['prompt'] })
    expect(tools[0]?.inputSchema.properties).not.toHaveProperty('stream')
  })

  it('has a text written, checked and improved, and sees the progress', async () => {
    const progress: string[] = []
    const result = await client.callTool(
      { name: 'improve', arguments: { prompt: 'Write about rain', validators: ['content:required=rain'] } },
      undefined,
      { onprogress: ({ message }) => progress.push(message ?? '') },
    )
    expect(result.structuredContent).toMatchObject({
      passed: true,
      outcome: 'accepted',
      text: expect.stringMatching(/rain/i),
    })
    expect(progress).toContain('generation-end')
  })

  it('is told that a text is not accepted', async () => {
    const rules = { validators: [{ name: 'pattern', required: '^moon-7{40}$' }], maxIterations: 1 }
    const result = await call('improve', { prompt: 'Write about rain', ...rules })
    expect(result.structuredContent).toMatchObject({ passed: false, outcome: 'exhausted' })
    const strict = await call('improve', { prompt: 'Write about rain', ...rules, requireAccepted: true })
    expect(strict).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('pattern') }] })
  })

  it('has a text checked', async () => {
    const { content, structuredContent } = await call('validate', { text: '{', validators: ['json'] })
    expect(structuredContent).toMatchObject({ passed: false, validations: [{ validator: 'json' }] })
    expect(JSON.parse(content[0]?.text ?? '')).toEqual(structuredContent)
  })

  it('lists the validators without those that run programs, and the options of one', async () => {
    const { structuredContent = {} } = await call('list_validators', {})
    const names = (structuredContent['validators'] as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['length', 'json', 'pattern']))
    expect(names).not.toContain('command')
    const length = await call('list_validators', { name: 'length' })
    expect(length.structuredContent).toMatchObject({ schema: { properties: { min: {} } } })
  })

  it.each([
    ['validate', { text: 'a', validators: [{ name: 'command', run: 'id' }] }, 'command'],
    ['validate', { text: 'a', validators: ['spelling:dictionary=/etc/passwd'] }, 'dictionary'],
    ['validate', { text: 'a' }, 'validators'],
    ['validate', { validators: ['json'] }, 'text'],
    ['improve', { prompt: 'a', plugins: ['./a.mjs'] }, 'plugins'],
    ['improve', { prompt: 'a', model: 'openai:gpt-6-luna' }, 'OPENAI_API_KEY'],
    ['list_validators', { name: 'lenght' }, 'length'],
    ['write', {}, 'list_validators'],
  ])('learns why %s refuses %o', async (name, given, reason) => {
    const result = await call(name, given)
    expect(result.isError).toBe(true)
    expect(result.content[0]?.text).toContain(reason)
  })

  it('gets no line on standard output that is not a message', () => {
    expect(stderr).toContain('sim:writer')
    expect(stderr).not.toContain('bug')
  })
})

it('cancels its calls and ends when the agent closes its standard output', async () => {
  const slow = { sim: { latency: { firstTokenMs: 60_000 } } }
  const settings = { model: 'sim:writer', store: false, cache: false, providers: slow }
  const config = folder.write('closed.json', JSON.stringify(settings))
  const child = spawn(process.execPath, [PROGRAM, 'mcp', '--config', config], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const line = (id: number, method: string, params: object) =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`
  child.stdin.on('error', () => undefined)
  child.stdin.write(line(1, 'ping', {}))
  await once(child.stdout, 'data')
  child.stdin.write(line(2, 'tools/call', { name: 'improve', arguments: { prompt: 'Write about rain' } }))
  child.stdout.destroy()
  // The answer to this finds no reader.
  child.stdin.write(line(3, 'ping', {}))
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
})

/** Sends the lines to the program, and resolves to its answers in their order and its warnings. */
async function exchange(lines: readonly unknown[], latency = {}) {
  const settings = { model: 'sim:writer', store: false, cache: false, providers: { sim: { latency } } }
  const config = folder.write('exchange.json', JSON.stringify(settings))
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const { code, stdout, stderr } = await sifaka(['mcp', '--config', config], {
    input: `${input.join('\n')}\n`,
  })
  expect(code).toBe(0)
  return { answers: stdout.split(/\n(?=.)/).map((line) => JSON.parse(line) as object), stderr }
}
const request = (id: unknown, method: unknown, params?: unknown) => ({ jsonrpc: '2.0', id, method, params })
const improve = (id: number) =>
  request(id, 'tools/call', { name: 'improve', arguments: { prompt: 'Write about rain' } })

it('answers the calls that it has read when standard input ends', async () => {
  const { answers } = await exchange([improve(7)], { firstTokenMs: 500 })
  expect(answers).toMatchObject([{ id: 7, result: { structuredContent: { passed: true } } }])
})

it('refuses what it cannot use with the error of JSON-RPC and plain words, and works on', async () => {
  const validate = (given: unknown) => request(1, 'tools/call', { name: 'validate', arguments: given })
  const refusals: [line: unknown, code: number, message: string, id?: unknown][] = [
    ['this is no message', -32700, 'not valid JSON'],
    ['[]', -32600, 'not a JSON-RPC 2.0 message'],
    [{ jsonrpc: '2.0' }, -32600, 'not a JSON-RPC 2.0 message'],
    [{ jsonrpc: '2.0', id: 1, result: 5 }, -32600, 'not a JSON-RPC 2.0 message'],
    [request(null, 'ping'), -32600, 'not a JSON-RPC 2.0 message'],
    [{ ...request(1, 'ping'), jsonrpc: '1.0' }, -32600, 'not a JSON-RPC 2.0 message', 1],
    [request('a', 5), -32600, 'not a JSON-RPC 2.0 message', 'a'],
    [request(1, 'tools/call'), -32602, 'tools/call: params is missing', 1],
    [request(1, 'tools/call', 'x'), -32602, 'tools/call: params must be an object, not "x"', 1],
    [request(1, 'tools/call', {}), -32602, 'tools/call: params.name is missing', 1],
    [validate([1]), -32602, 'tools/call: params.arguments must be an object', 1],
    [validate({ text: 'a'.repeat(11_000_000) }), -32600, 'longer than 10000000 bytes'],
    [request(1, 'tools/list', { cursor: 5 }), -32602, 'params.cursor must be a string, not 5', 1],
    [request(1, 'tools/list', { cursor: 'a' }), -32602, 'params.cursor: no page has this cursor', 1],
    [
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"validate","arguments":{"text":"a","text":"b"}}}',
      -32600,
      'the key "text" occurs twice',
      1,
    ],
    [request(1, 'initialize', {}), -32602, 'initialize: params.protocolVersion is missing', 1],
  ]
  const lines = refusals.map(([line]) => line)
  const { answers, stderr: warnings } = await exchange([improve(2), ...lines, request(3, 'ping')])
  const errors = answers.filter((answer) => 'error' in answer)
  expect(errors).toEqual(
    refusals.map(([, code, message, id]) => ({
      jsonrpc: '2.0',
      ...(id !== undefined && { id }),
      error: { code, message: expect.stringContaining(message) },
    })),
  )
  for (const [, , message] of refusals) expect(warnings).toContain(message)
  expect(answers).toContainEqual({ jsonrpc: '2.0', id: 3, result: {} })
  expect(answers).toContainEqual(expect.objectContaining({ id: 2, result: expect.anything() }))
})

it('offers a client of a later protocol the latest version that it knows, and promises no notifications', async () => {
  const clientInfo = { name: 'test', version: '1' }
  const { answers } = await exchange([
    request(1, 'initialize', { protocolVersion: '2031-01-01', capabilities: {}, clientInfo }),
  ])
  expect(answers).toEqual([
    {
      jsonrpc: '2.0',
      id: 1,
      result: {
        protocolVersion: LATEST_PROTOCOL_VERSION,
        capabilities: { tools: {} },
        serverInfo: { name: 'sifaka', version: expect.any(String) },
      },
    },
  ])
})

it.each([
  ['a message', JSON.stringify(request(1, 'ping')), { id: 1, result: {} }],
  ['a part of a message', '{"jsonrpc"', { error: { code: -32700 } }],
  ['too long a line', 'a'.repeat(11_000_000), { error: { code: -32600 } }],
])('answers the last line without a line break, too: %s', async (_, line, answer) => {
  const { stdout } = await sifaka(['mcp', '--model', 'sim:writer', '--no-store'], { input: line })
  expect(JSON.parse(stdout)).toMatchObject(answer)
})

it('reads on after a byte order mark and blank lines', async () => {
  const input = `\uFEFF${JSON.stringify(request(1, 'ping'))}\n\n \r\n${JSON.stringify(request(2, 'ping'))}\r\n`
  const { stdout, stderr: warnings } = await sifaka(['mcp', '--model', 'sim:writer', '--no-store'], { input })
  const answers = stdout.trim().split('\n')
  expect(answers.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: 1, result: {} },
    { id: 2, result: {} },
  ])
  expect(warnings).not.toContain('mcp:')
})

it('gives notifications no answer, but warns of those that it cannot use', async () => {
  const notify = (method: string, params: unknown) => ({ jsonrpc: '2.0', method, params })
  const { answers, stderr: warnings } = await exchange([
    notify('notifications/cancelled', { requestId: {} }),
    notify('notifications/unknown', {}),
    request(1, 'ping'),
  ])
  expect(answers).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }])
  expect(warnings).toContain('params.requestId must be a string or a number')
})

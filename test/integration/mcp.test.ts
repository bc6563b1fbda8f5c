/** The tools as agents see them: the built program and the client of the Model Context Protocol. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
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

it('answers the calls that it has read when standard input ends, and warns of what is no message', async () => {
  const request = { jsonrpc: '2.0', id: 7, method: 'tools/call' }
  const params = { name: 'improve', arguments: { prompt: 'Write about rain' } }
  const input = `this is no message\n{"jsonrpc":"2.0"}\n${JSON.stringify({ ...request, params })}\n`
  const slow = { sim: { latency: { firstTokenMs: 500 } } }
  const settings = { model: 'sim:writer', store: false, cache: false, providers: slow }
  const ran = await sifaka(['mcp', '--config', folder.write('slow.json', JSON.stringify(settings))], {
    input,
  })
  expect(ran.code).toBe(0)
  const lines = ran.stdout.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { id: 7, result: { structuredContent: { passed: true } } },
  ])
  expect(ran.stderr).toContain('is not valid JSON')
  expect(ran.stderr).toContain('is not a JSON-RPC 2.0 message')
})

/** The examples of the README for `serve` and `mcp`, as they stand there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { post, serve } from '../helpers/served.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const section = (title: string) => readme.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''

it('the request of the README gets an accepted text', async () => {
  const [, args = ''] = /^sifaka serve (.*?)(?: +#.*)?$/m.exec(section('Service')) ?? []
  const [, body = ''] = /-d '(\{[\s\S]*?\})'\n/.exec(section('Service')) ?? []
  const served = await serve(args.split(' '))
  try {
    const response = await post(`${served.url}/v1/chat/completions`, body)
    expect(response.headers.get('x-sifaka-accepted')).toBe('true')
    expect(await response.json()).toMatchObject({ sifaka: { accepted: true } })
  } finally {
    await served.stop()
  }
})

it('the README lists the endpoints that the service describes', async () => {
  const served = await serve(['--model', 'sim:writer'])
  try {
    const document = await (await fetch(`${served.url}/openapi.json`)).json()
    const { paths } = document as { paths: Record<string, object> }
    const stems = Object.keys(paths).map((path) => path.replace('/{id}', ''))
    expect(stems.filter((path) => !section('Service').includes(path))).toEqual([])
  } finally {
    await served.stop()
  }
})

it('the command that the README gives to agents starts', async () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(section('Agents')) ?? []
  const { mcpServers } = JSON.parse(json) as { mcpServers: { sifaka: { args: string[] } } }
  const hello = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  }
  const { code, stdout } = await sifaka(mcpServers.sifaka.args, { input: `${JSON.stringify(hello)}\n` })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: { serverInfo: { name: 'sifaka' } } })
})

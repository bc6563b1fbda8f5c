/** A cache in Redis that answers every command with an error costs warnings, but no prompt. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { prompt } from '../helpers/scripted.ts'

const servers: (() => void)[] = []
afterEach(() => servers.splice(0).forEach((close) => close()))

/** Answers like a server that works, but for reads and writes of entries. */
async function startServer(reply: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      // A command is an array of strings, such as *2 $3 GET $1 k.
      const commands = bytes.toString('latin1').match(/\*\d+\r\n\$\d+\r\n\w+/g) ?? []
      for (const command of commands) {
        const name = command.slice(command.lastIndexOf('\n') + 1).toUpperCase()
        const info = 'redis_version:7.2.0\r\nloading:0\r\n'
        if (['MGET', 'SET', 'DEL'].includes(name)) socket.write(`-${reply}\r\n`)
        else if (name === 'INFO') socket.write(`$${info.length}\r\n${info}\r\n`)
        else socket.write('+OK\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(() => (sockets.forEach((socket) => socket.destroy()), server.close()))
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.each([
  "OOM command not allowed when used memory > 'maxmemory'.",
  "READONLY You can't write against a read only replica.",
  'LOADING Redis is loading the dataset in memory',
])('%s', async (reply) => {
  const registry = builtInRegistry()
  const url = await startServer(reply)
  const settings = parseSettings(
    { model: 'sim:writer', critics: [], store: false, cache: { layers: [{ name: 'redis', url }] } },
    registry,
  )
  const warnings: string[] = []
  const { signal } = new AbortController()
  const warn = (line: string) => void warnings.push(line)
  const engine = await createEngine(settings, { registry, env: process.env, signal, warn })
  const thoughts = [await engine.improve(prompt('One.')), await engine.improve(prompt('Two.'))]
  await engine.close()
  expect(thoughts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(reply.split(' ')[0])
})

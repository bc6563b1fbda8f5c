import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { createKeyCommand } from '../../src/providers/key-command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { testScope } from '../helpers/scope.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'
import { failure, hello } from './asking.ts'
import { spoken, wholeChat } from './dialects.ts'
import { poolWithLoopback, sendJson, type Loopback } from './loopback.ts'

const folder = temporaryFolder()
const never = new AbortController().signal

/** A program that prints `key-0000001`, `key-0000002` and so on, and counts its runs in a file. */
let counters = 0
function counter(): { command: string; runs: () => number } {
  const name = `runs-${++counters}`
  folder.write(name, '')
  const script = folder.write(
    `${name}.sh`,
    `#!/bin/sh\necho run >> '${folder.path(name)}'\nprintf 'key-%07d\\n' $(wc -l < '${folder.path(name)}')\n`,
  )
  chmodSync(script, 0o755)
  return { command: `'${script}'`, runs: () => folder.read(name).split('\n').length - 1 }
}

const env = { PATH: process.env['PATH'] }
const commandOf = (command: string, more: object = {}) =>
  createKeyCommand({ command, ttlMs: 60_000, env, ...more })

describe('the key of a command', () => {
  it('is used for its time to live, and then printed again', async () => {
    const clock = virtualClock()
    const { command, runs } = counter()
    const key = commandOf(command, { clock })
    expect([await key.get(never), await key.get(never)]).toEqual(['key-0000001', 'key-0000001'])
    await clock.sleep(59_999, never)
    expect(await key.get(never)).toBe('key-0000001')
    await clock.sleep(1, never)
    expect(await key.get(never)).toBe('key-0000002')
    expect(runs()).toBe(2)
    expect(key.printed()).toEqual(['key-0000001', 'key-0000002'])
  })

  it('is printed once for concurrent calls', async () => {
    const { command, runs } = counter()
    const key = commandOf(command)
    expect(await Promise.all([1, 2, 3].map(() => key.get(never)))).toEqual(Array(3).fill('key-0000001'))
    expect(runs()).toBe(1)
  })

  it('is printed again after it was discarded, but only if it is the latest', async () => {
    const { command } = counter()
    const key = commandOf(command)
    await key.get(never)
    key.discard('key-0000001')
    expect(await key.get(never)).toBe('key-0000002')
    key.discard('key-0000001')
    expect(await key.get(never)).toBe('key-0000002')
  })

  it('is no longer waited for when the call is aborted', async () => {
    const controller = new AbortController()
    const key = commandOf('sleep 20', { timeoutMs: 300 }).get(controller.signal)
    controller.abort('enough')
    await expect(key).rejects.toBe('enough')
  })

  it.each([
    ['exit 3', 'exited with 3'],
    ['echo "no account" >&2; exit 1', 'exited with 1: no account'],
    ['no-such-program-at-all', /exited with 127: .*no-such-program-at-all/],
    ['true', 'printed no key'],
    ['echo short', 'printed fewer than 8 characters'],
    ['echo one-key two-keys', 'printed white space or another character that a key cannot contain'],
    ['printf "secret-0123" ; echo "got secret-0123" >&2; exit 1', 'exited with 1: got [key]'],
    ['sleep 20', 'did not end within 0.3 s'],
    ['yes 0123456789', 'printed more than 100000 bytes'],
    ['kill -9 $$', 'was ended by SIGKILL'],
  ])('is an error after %j: it %s', async (command, problem) => {
    const error: unknown = await commandOf(command, { timeoutMs: 300 })
      .get(never)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProviderError)
    const { kind, message, retryable } = error as ProviderError
    const start = `keyCommand \`${command}\` `
    expect({ kind, retryable, start: message.slice(0, start.length) }).toEqual({
      kind: 'auth',
      retryable: false,
      start,
    })
    if (typeof problem === 'string') expect(message.slice(start.length)).toBe(problem)
    else expect(message.slice(start.length)).toMatch(problem)
  })
})

describe('a server whose key a command prints', () => {
  let server: Loopback
  const pool = poolWithLoopback((opened) => (server = opened))

  const accepting =
    (...accepted: readonly string[]): Loopback['reply'] =>
    (response, { headers: { authorization = '' } }) => {
      const key = authorization.replace('Bearer ', '')
      if (accepted.includes(key)) sendJson(response, wholeChat(spoken))
      else sendJson(response, { error: { message: `invalid key ${key}` } }, { status: 401 })
    }
  const modelOf = (keyCommand: string) =>
    compatible
      .create({ baseUrl: server.origin, keyCommand }, { name: 'mine', env, fetch: pool.fetch })
      .model('m')
  const sentKeys = () => server.received.map(({ headers }) => headers.authorization)

  it('receives a new key after it rejected the first', async () => {
    const { command, runs } = counter()
    server.reply = accepting('key-0000002')
    const model = modelOf(command)
    expect(await model.generate(hello, testScope())).toMatchObject({ text: spoken.text })
    expect(sentKeys()).toEqual(['Bearer key-0000001', 'Bearer key-0000002'])
    await model.generate(hello, testScope())
    expect(sentKeys()).toHaveLength(3)
    expect(runs()).toBe(2)
  })

  it('receives one new key for many calls that it rejected', async () => {
    const { command, runs } = counter()
    server.reply = accepting('key-0000002')
    const model = modelOf(command)
    await Promise.all(Array.from({ length: 8 }, () => model.generate(hello, testScope())))
    expect(runs()).toBe(2)
  })

  it('ends the call with the second rejection, and no message contains a key', async () => {
    const { command } = counter()
    server.reply = accepting()
    expect(await failure(modelOf(command).generate(hello, testScope()))).toMatchObject({
      kind: 'auth',
      retryable: false,
      message: 'mine m: 401 key rejected: invalid key [key]',
      hint: `check the key that \`${command}\` prints`,
    })
    expect(sentKeys()).toHaveLength(2)
  })

  it('receives nothing if the command fails', async () => {
    const error = await failure(modelOf('echo "not signed in" >&2; exit 1').generate(hello, testScope()))
    expect(error).toMatchObject({
      kind: 'auth',
      message: 'mine m: no key: keyCommand `echo "not signed in" >&2; exit 1` exited with 1: not signed in',
      hint: 'run this command in a terminal',
    })
    expect(server.received).toEqual([])
  })
})

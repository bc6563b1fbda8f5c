/** How a provider reports a stream that fails. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ProviderError } from '../../src/core/errors.ts'
import type { HttpPool } from '../../src/providers/http/lazy-pool.ts'
import { testScope } from '../helpers/scope.ts'
import { askAt, failure, hello } from './asking.ts'
import { spoken, type Dialect } from './dialects.ts'
import { loopback, sendEvents, type Loopback } from './loopback.ts'

export function streamContract(dialect: Dialect, pool: HttpPool): void {
  let server: Loopback
  beforeEach(async () => {
    server = await loopback()
  })
  afterEach(() => server.close())

  const ask = () => askAt(dialect, server.origin, pool, { ...hello, stream: true })
  const events = dialect.events(spoken)

  it.each([...events.keys()])('rejects a stream that ends after %i events', async (length) => {
    server.reply = (response) => sendEvents(response, events.slice(0, length))
    expect(await failure(ask())).toMatchObject({ kind: 'stream', retryable: true })
  })

  it.each<[string, Loopback['reply'], Partial<ProviderError>]>([
    [
      'a broken connection',
      (response) => sendEvents(response, events.slice(0, 2), { ending: 'reset' }),
      { kind: 'stream' },
    ],
    [
      'an error event',
      (response) => sendEvents(response, [...events.slice(0, 2), dialect.errorEvent]),
      { kind: 'server', retryable: true },
    ],
    [
      'broken JSON',
      (response) =>
        sendEvents(response, [...events.slice(0, 2), 'event: content_block_delta\ndata: {"a":\n\n']),
      { kind: 'answer-unusable' },
    ],
  ])('reports %s', async (_name, reply, expected) => {
    server.reply = reply
    expect(await failure(ask())).toMatchObject(expected)
  })

  it('rejects with the reason of an abort and closes the connection', async () => {
    const scope = testScope()
    const hungUp = new Promise((resolve) => {
      server.reply = (response) => {
        response.on('close', resolve)
        sendEvents(response, events.slice(0, -1), { ending: 'hang' })
      }
    })
    const onDelta = () => scope.abort(new Error('enough'))
    const answer = askAt(dialect, server.origin, pool, { ...hello, stream: true, onDelta }, scope)
    await expect(answer).rejects.toThrow('enough')
    await hungUp
  })
}

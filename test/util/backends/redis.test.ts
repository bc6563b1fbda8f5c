import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, expect, it, vi } from 'vitest'
import { messageOf } from '../../../src/core/failure.ts'
import { connectRedis, openWaitingRedis, redisTitle, redisRefusal } from '../../../src/util/backends/redis.ts'
import { startRedis } from '../../helpers/servers/redis.ts'

const redis = await startRedis()
afterAll(() => redis?.stop())

/** Passes everything on to the real server until it is told to be silent. */
async function proxyTo(url: string) {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  const server = createServer((incoming) => {
    const outgoing = createConnection(Number(port), hostname)
    for (const socket of [incoming, outgoing]) socket.on('error', () => undefined)
    sockets.push(incoming, outgoing)
    incoming.pipe(outgoing).pipe(incoming)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    silence: () => sockets.forEach((socket) => socket.unpipe()),
    close: () => (sockets.forEach((socket) => socket.destroy()), server.close()),
  }
}

it.skipIf(!redis)('a server that falls silent fails a command in time', async () => {
  const proxy = await proxyTo(redis!.url)
  const connection = await connectRedis({ url: proxy.url, timeoutMs: 200 })
  expect(await connection.ping()).toBe('PONG')
  proxy.silence()
  await expect(connection.ping()).rejects.toThrow('no answer within 200 ms')
  connection.disconnect()
  proxy.close()
})

const ownRedis = await startRedis({ own: true })
afterAll(() => ownRedis?.stop())

it.skipIf(!ownRedis?.kill)('a refusal names the command or says that it is a key', async () => {
  const admin = await connectRedis({ url: ownRedis!.url, timeoutMs: 5000 })
  await admin.call('ACL', 'SETUSER', 'limited', 'on', '>pw', '~mine:*', '+@all', '-eval')
  const limited = await connectRedis({ url: ownRedis!.url.replace('//', '//limited:pw@'), timeoutMs: 5000 })
  const refusalOf = async (work: Promise<unknown>) =>
    redisRefusal(await work.catch((error: unknown) => error))
  expect(await refusalOf(limited.call('EVAL', 'return 1', 0))).toMatch(/permission for the command eval$/)
  expect(await refusalOf(limited.get('other:key'))).toMatch(/permission for a key$/)
  for (const each of [limited, admin]) each.disconnect()
})

it.skipIf(!ownRedis?.kill)('commands say why Redis refuses to restore the connection', async () => {
  const admin = await connectRedis({ url: ownRedis!.url, timeoutMs: 5000 })
  const setPassword = (password: string) =>
    admin.call('ACL', 'SETUSER', 'guest', 'on', 'resetpass', `>${password}`, '~*', '+@all')
  await setPassword('old')
  const url = ownRedis!.url.replace('//', '//guest:old@')
  const connection = await connectRedis({ url, timeoutMs: 5000 })
  await setPassword('new')
  await admin.call('CLIENT', 'KILL', 'USER', 'guest')
  await vi.waitFor(async () => {
    const error: unknown = await connection.get('key').catch((reason: unknown) => reason)
    expect(redisRefusal(error)).toBe('the user or the password in the address is wrong')
    expect(messageOf(error)).toBe('the user or the password in the address is wrong')
  })
  await setPassword('old')
  await vi.waitFor(() => connection.get('key'), { timeout: 5000 })
  for (const each of [connection, admin]) each.disconnect()
})

it.skipIf(!ownRedis?.kill)('commands say that the connection was lost, also in a transaction', async () => {
  const connection = await connectRedis({ url: ownRedis!.url, timeoutMs: 5000 })
  const waiting = [connection.blpop('never', 0), connection.multi().set('key', 'value').exec()]
  const settled = Promise.allSettled(waiting)
  await ownRedis!.kill!()
  const results = [...(await settled), ...(await Promise.allSettled([connection.get('key')]))]
  const messages = results.map((each) => (each.status === 'rejected' ? messageOf(each.reason) : 'none'))
  expect(messages).toEqual(Array.from(results, () => 'the connection was lost'))
  connection.disconnect()
})

it.skipIf(!ownRedis?.kill)(
  'a patient connection ends, with its commands, also while it is restored',
  async () => {
    await ownRedis!.start!()
    const handlers = { onFault: () => undefined, onReady: () => undefined }
    const { redis, close } = await openWaitingRedis(ownRedis!.url, handlers)
    const both = [redis, redis.duplicate()]
    for (const each of both) await each.ping()
    const waiting = Promise.allSettled(both.map((each) => each.blpop('never', 0)))
    await ownRedis!.kill!()
    for (const each of both) await vi.waitFor(() => expect(each.status).toBe('reconnecting'), { interval: 1 })
    const ended = Promise.all(both.map((each) => new Promise((resolve) => each.once('end', resolve))))
    close()
    await ended
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  },
)

it.each([
  ['redis://me:pw@h:1', 'redis h:1'],
  ['redis://h:1/0', 'redis h:1'],
  ['redis://h', 'redis h:6379'],
  ['redis://h:1/3', 'redis h:1/3'],
  ['redis://h:1?db=2&password=pw', 'redis h:1/2'],
])('%s is named by its database', (url, place) => {
  expect(redisTitle(url)).toBe(place)
})

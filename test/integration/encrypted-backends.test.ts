/** Redis and PostgreSQL whose encryption or certificate does not fit their address, when the built program starts. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterAll, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const folder = temporaryFolder()
const redis = await startRedis()
const postgres = await startPostgres()
const listening: Server[] = []
afterAll(async () => {
  listening.forEach((each) => each.close())
  await redis?.stop()
  await postgres?.stop()
})

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
function certificateFor(host: string, days: number) {
  const [request, cert, key] = ['request', 'cert', 'key'].map((name) => folder.path(`${host}${days}.${name}`))
  const run = (args: readonly unknown[]) => execFileSync('openssl', args.map(String), { stdio: 'ignore' })
  run(['req', '-new', ...CURVE, '-subj', `/CN=${host}`, '-keyout', key, '-out', request])
  const extensions = folder.write('extensions', `subjectAltName=DNS:${host}`)
  const signed = ['-signkey', key, '-extfile', extensions, '-out', cert]
  run(['x509', '-req', '-in', request, '-days', days, ...signed])
  return {
    path: cert ?? '',
    cert: folder.read(`${host}${days}.cert`),
    key: folder.read(`${host}${days}.key`),
  }
}
type Certificate = ReturnType<typeof certificateFor>

async function listen(server: Server): Promise<string> {
  listening.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `localhost:${(server.address() as AddressInfo).port}`
}
const listenAsRedis = ({ cert, key }: Certificate) =>
  listen(createTlsServer({ cert, key }).on('tlsClientError', () => undefined))
/** PostgreSQL agrees to the encryption before it begins. */
const listenAsPostgres = (certificate: Certificate) =>
  listen(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        socket.write('S')
        new TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => undefined)
      })
    }),
  )

const unknown = certificateFor('localhost', 2)
const expired = certificateFor('localhost', -1)
const other = certificateFor('other.example', 2)
const FAULTS = [
  ['of an unknown authority', unknown, {}, 'self-signed certificate', 'NODE_EXTRA_CA_CERTS'],
  ['that has expired', expired, {}, 'certificate has expired', 'renew the certificate'],
  [
    'of another host',
    other,
    { NODE_EXTRA_CA_CERTS: other.path },
    'other.example',
    'name the server in the address',
  ],
] as const

const storeAt = (name: string, url: string) => ({ SIFAKA_STORE: JSON.stringify({ name, url }) })
const improve = (env: Record<string, string>) =>
  sifaka(['improve', 'Hi', '-m', 'sim:writer', '--no-critics'], { env })

it.each(FAULTS)('refuses a certificate %s, and says what to do', async (_, certificate, env, fault, cure) => {
  const [redisAt, postgresAt] = [await listenAsRedis(certificate), await listenAsPostgres(certificate)]
  const url = `rediss://${redisAt}`
  const commands = [
    () => sifaka(['worker', '--queue', url], { env }),
    () => improve({ ...env, ...storeAt('redis', url) }),
    () => improve({ ...env, SIFAKA_STORE: 'false', SIFAKA_CACHE: JSON.stringify([{ name: 'redis', url }]) }),
    () => improve({ ...env, SIFAKA_STORE: 'false', SIFAKA_SHARED_LIMITS: url }),
    () => improve({ ...env, ...storeAt('postgresql', `postgres://${postgresAt}/db?sslmode=require`) }),
  ]
  // One after another: on a busy machine, a handshake must not take too long.
  for (const command of commands) {
    const { code, stderr } = await command()
    expect(code).toBe(3)
    const [last, previous] = stderr.trimEnd().split('\n').toReversed()
    expect(previous).toContain(fault)
    expect(last).toContain(cure)
    expect(stderr).not.toContain('Warning')
  }
})

it.skipIf(!redis || !postgres)('says that server and address disagree about encryption', async () => {
  const plain = new URL(redis?.url ?? '').host
  const encrypted = await listenAsRedis(unknown)
  const database = `${postgres?.url}?sslmode=verify-full`
  const cases = [
    [storeAt('redis', `rediss://${plain}`), 'perhaps it does not use TLS: redis://'],
    [storeAt('redis', `redis://${encrypted}`), 'perhaps it requires TLS (rediss://)'],
    [storeAt('postgresql', database), 'turn on ssl in PostgreSQL, or remove sslmode from the address'],
  ] as const
  for (const [env, message] of cases) {
    const { code, stderr } = await improve(env)
    expect(stderr).toContain(message)
    expect(code).toBe(3)
  }
})

it('refuses an sslmode that PostgreSQL does not have', async () => {
  const { code, stderr } = await improve(storeAt('postgresql', 'postgres://localhost/db?sslmode=verify'))
  expect(stderr).toContain('set sslmode to disable')
  expect(code).toBe(2)
})

/** A real Redis: the one at REDIS_URL, or one that is started on a free port. */
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderOf, freePort, missing, type TestServer } from './available.ts'
import { startServer } from './process.ts'

/** Undefined if there is no Redis. With `own`, REDIS_URL is not used, so that the test may kill the server. */
export async function startRedis({ own = false } = {}): Promise<TestServer | undefined> {
  const url = process.env['REDIS_URL']
  if (url && !own) return { url, stop: async () => undefined }
  const folder = folderOf('redis-server')
  if (folder === undefined) return missing('Redis', 'install redis-server, or set REDIS_URL')
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'sifaka-redis-'))
  return startServer({
    url: `redis://127.0.0.1:${port}`,
    command: join(folder, 'redis-server'),
    args: ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', data, '--appendonly', 'yes'],
    options: {},
    data,
    ping: () => ping(port),
    killSignal: 'SIGKILL',
  })
}

/** Resolves once the server answers, which it refuses while it loads its data. */
const ping = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => {
      socket.destroy()
      if (answer.toString().startsWith('+PONG')) resolve()
      else reject(new Error(answer.toString()))
    })
    socket.once('error', reject)
  })

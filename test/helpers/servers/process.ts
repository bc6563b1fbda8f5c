import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { rmSync } from 'node:fs'
import { eventually, type TestServer } from './available.ts'

interface ServerProcess {
  readonly url: string
  readonly command: string
  readonly args: readonly string[]
  readonly options: SpawnOptions
  /** The folder of the server's data, which `stop` deletes. */
  readonly data: string
  /** Rejects while the server does not answer. */
  readonly ping: () => Promise<void>
  /** Ends the server at once, as a crash would. */
  readonly killSignal: NodeJS.Signals
}

/** Starts a server as a child process, and resolves once it answers. */
export async function startServer(server: ServerProcess): Promise<TestServer> {
  const { url, command, args, options, data, ping, killSignal } = server
  let child: ChildProcess
  const start = async () => {
    child = spawn(command, args, { ...options, stdio: 'ignore' })
    await eventually(async () => {
      await ping()
      // Otherwise, another server at this port has answered.
      if (child.exitCode !== null) throw new Error(`${command} has ended`)
    })
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(killSignal)
    await ended
  }
  await start()
  return {
    url,
    start,
    kill,
    async stop() {
      await kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

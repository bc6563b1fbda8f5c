/** `sifaka serve` as a user runs it, on a free port. */
import type { ChildProcess } from 'node:child_process'
import { sifaka, type Ran, type RunOptions } from './command.ts'

export interface Served {
  readonly url: string
  readonly signal: (signal: NodeJS.Signals) => void
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ran>
}

export async function serve(args: readonly string[], options: RunOptions = {}): Promise<Served> {
  let child: ChildProcess | undefined
  let ran: Promise<Ran> | undefined
  const url = await new Promise<string>((resolve, reject) => {
    const started = (process: ChildProcess) => {
      child = process
      let stderr = ''
      process.stderr?.on('data', (text: string) => {
        stderr += text
        const [, address] = /listening on (http:\S+)/.exec(stderr) ?? []
        if (address !== undefined) resolve(address)
      })
      process.on('close', () => reject(new Error(`ended: ${stderr}`)))
    }
    ran = sifaka(['serve', '--port', '0', ...args], { ...options, started })
  })
  return {
    url,
    signal: (signal) => child?.kill(signal),
    async stop(signal = 'SIGTERM') {
      child?.kill(signal)
      if (!ran) throw new Error('not started')
      return ran
    },
  }
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  })

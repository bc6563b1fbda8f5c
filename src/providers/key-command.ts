/** Keys that a command of the user prints, such as short-lived access tokens. */
import { systemClock, type Clock } from '../core/clock.ts'
import { ProviderError } from '../core/errors.ts'
import { MIN_SECRET_CHARACTERS } from './redact.ts'
import { unlessAborted } from '../util/unless-aborted.ts'
import type { KeyCommand } from './access.ts'
import { KEY_CHARACTERS } from './environment.ts'
import type { ProviderNeeds } from './provider.ts'

interface KeyCommandOptions {
  /** A line for the shell. */
  readonly command: string
  /** How long a printed key is used. */
  readonly ttlMs: number
  readonly env: ProviderNeeds['env']
  readonly clock?: Clock | undefined
  readonly keepSecret?: ProviderNeeds['keepSecret']
  /** Default: 30 s. */
  readonly timeoutMs?: number
}

const MAX_OUTPUT_BYTES = 100_000

export function createKeyCommand(options: KeyCommandOptions): KeyCommand {
  const { ttlMs, clock = systemClock, keepSecret } = options
  const printed = new Set<string>()
  let current: { readonly key: string; readonly expiresMs: number } | undefined
  let running: Promise<string> | undefined

  const run = async (): Promise<string> => {
    try {
      const key = await printedKey(options)
      printed.add(key)
      keepSecret?.(key)
      current = { key, expiresMs: clock.now() + ttlMs }
      return key
    } finally {
      running = undefined
    }
  }
  return {
    async get(signal) {
      signal?.throwIfAborted()
      if (current && clock.now() < current.expiresMs) return current.key
      running ??= run()
      return signal ? unlessAborted(running, signal) : running
    },
    discard(key) {
      if (current?.key === key) current = undefined
    },
    printed: () => [...printed],
  }
}

async function printedKey({ command, env, timeoutMs = 30_000 }: KeyCommandOptions): Promise<string> {
  const { exec } = await import('node:child_process')
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const
  return new Promise((resolve, reject) => {
    const child = exec(command, { env, windowsHide: true, ...limits }, (error, stdout, stderr) => {
      const key = stdout.trim()
      const problem = error ? describeExit(error, timeoutMs) : describeKey(key)
      if (problem === undefined) return resolve(key)
      // The output may contain a part of a key, so messages never quote it.
      const detail = stderr.trim().split('\n')[0]?.trim() ?? ''
      const quoted = key === '' ? detail : detail.replaceAll(key, '[key]')
      const message = `keyCommand \`${command}\` ${problem}${quoted === '' ? '' : `: ${quoted}`}`
      return reject(new ProviderError('auth', message, { hint: 'run this command in a terminal' }))
    })
    // A command that asks for a password ends instead of waiting.
    child.stdin?.end()
  })
}

function describeExit(
  { killed, code, signal }: { killed?: boolean; code?: unknown; signal?: unknown },
  timeoutMs: number,
): string {
  if (typeof code === 'number') return `exited with ${code}`
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${MAX_OUTPUT_BYTES} bytes`
  return killed ? `did not end within ${timeoutMs / 1000} s` : `was ended by ${String(signal ?? code)}`
}

function describeKey(key: string): string | undefined {
  if (key === '') return 'printed no key'
  if (!KEY_CHARACTERS.test(key)) return 'printed white space or another character that a key cannot contain'
  return key.length < MIN_SECRET_CHARACTERS
    ? `printed fewer than ${MIN_SECRET_CHARACTERS} characters`
    : undefined
}

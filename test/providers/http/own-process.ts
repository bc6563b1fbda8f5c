/** Runs code in a separate process: for settings that are read at process start, and for process limits. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../../helpers/bundle.ts'

const ROOT = join(import.meta.dirname, '../../..')

export interface OwnProcess {
  readonly env?: Readonly<Record<string, string>>
  readonly fileLimit?: number
}

/** Resolves to the JSON that the code logs. */
export async function inOwnProcess(code: string, { env = {}, fileLimit }: OwnProcess = {}): Promise<unknown> {
  const file = await bundle(
    `import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'\n${code}`,
    join(ROOT, 'node_modules/.cache/sifaka', `own-process-${randomUUID()}.mjs`),
  )
  const limit = fileLimit === undefined ? '' : `ulimit -n ${fileLimit} && `
  const child = spawn('bash', ['--norc', '-c', `${limit}exec "$0" "$1"`, process.execPath, file], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  await once(child, 'close')
  rmSync(file)
  return JSON.parse(stdout)
}

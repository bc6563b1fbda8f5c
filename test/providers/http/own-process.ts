/** Runs code in a separate process: for settings that are read at process start, and for process limits. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../../..')

export interface OwnProcess {
  readonly env?: Readonly<Record<string, string>>
  readonly fileLimit?: number
}

/** Resolves to the JSON that the code logs. */
export async function inOwnProcess(code: string, { env = {}, fileLimit }: OwnProcess = {}): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createHttpPool } from './src/providers/http/lazy-pool.ts'\n${code}`,
      resolveDir: ROOT,
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  })
  const limit = fileLimit === undefined ? '' : `ulimit -n ${fileLimit} && `
  const child = spawn('bash', ['--norc', '-c', `${limit}exec "$0" --input-type=module`, process.execPath], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stdin.end(outputFiles[0]?.text)
  await once(child, 'close')
  return JSON.parse(stdout)
}

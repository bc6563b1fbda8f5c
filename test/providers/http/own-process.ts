/** Code in a process of its own: for what is read when a process starts, or should not be disturbed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../../..')

export interface OwnProcess {
  readonly env?: Readonly<Record<string, string>>
  readonly fileLimit?: number
}

/** What the code logs, as JSON. */
export async function inOwnProcess(code: string, { env = {}, fileLimit }: OwnProcess = {}): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { pooledFetch } from './src/providers/http.ts'\n${code}`,
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

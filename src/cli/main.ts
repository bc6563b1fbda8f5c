/** The entry point. Answers --version without loading the program, and sets the exit code. */
import { readFileSync } from 'node:fs'

const argv = process.argv.slice(2)

/** package.json is two folders above both src/cli and dist/cli. */
export const version = (): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

if (argv.length === 1 && ['-V', '--version'].includes(argv[0] ?? '')) process.stdout.write(`${version()}\n`)
else {
  const { runCommandLine } = await import('./run.ts')
  process.exitCode = await runCommandLine(argv, version())
}

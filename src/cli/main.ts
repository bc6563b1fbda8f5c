/** The way in: the fast path for the version, then the program. The only place that ends the process. */
import { readFileSync } from 'node:fs'

const argv = process.argv.slice(2)

/** The package's own file, whether this runs from src/cli or from dist/cli. */
export const version = (): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

if (argv.length === 1 && ['-V', '--version'].includes(argv[0] ?? '')) process.stdout.write(`${version()}\n`)
else {
  const { runProgram } = await import('./run.ts')
  process.exitCode = await runProgram(argv, version())
}

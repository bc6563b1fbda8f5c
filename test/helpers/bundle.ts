import { buildSync } from 'esbuild'

/** Source that uses the program's own parts, made into one file that a process of its own can run. */
export function bundle(source: string, outfile: string): string {
  buildSync({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    external: ['@photostructure/sqlite', 'pg'],
    logLevel: 'error',
  })
  return outfile
}

import { join } from 'node:path'
import { build } from 'rolldown'

const ENTRY = join(import.meta.dirname, 'bundle-entry.ts')

/** Source that uses the program's own parts, made into one file that a process of its own can run. */
export async function bundle(source: string, file: string): Promise<string> {
  await build({
    input: ENTRY,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) => (id === ENTRY ? source : undefined),
      },
    ],
    platform: 'node',
    external: ['@photostructure/sqlite', 'pg'],
    output: { file, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  })
  return file
}

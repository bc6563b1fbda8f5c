import { readFileSync } from 'node:fs'

/** The bundled program can read this file from src/cli, dist/cli and dist/chunks: package.json is two folders above. */
export const readVersion = (): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

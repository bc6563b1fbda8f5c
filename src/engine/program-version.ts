import { readFileSync } from 'node:fs'
import { once } from '../util/once.ts'

/** package.json is two folders above src/engine, dist/cli and dist/chunks. */
export const programVersion = once((): string => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
})

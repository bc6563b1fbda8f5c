import { fileURLToPath } from 'node:url'

/** The path of a file in `dist`. Threads run built files, even if the main program runs from its TypeScript sources. */
export const builtFile = (name: string): string =>
  fileURLToPath(import.meta.url).replace(/^(.*[\\/])(?:src|dist)[\\/].*$/s, `$1dist/${name}`)

/** Imports the module of a plugin. */
import { pathToFileURL } from 'node:url'
import { AnswerLimit } from './answer-limit.ts'
import { defineCritic, defineValidator } from './define.ts'

/** Plugins get the installed zod package, since the bundled program contains only the parts of zod that it uses. */
const ZOD: string = 'zod'

/** Returns the definitions that the module exports; they are not checked. */
export async function importExports(path: string): Promise<unknown[]> {
  const zod = (await import(ZOD)) as unknown
  // A module can wait for something that never happens, at its top level or in an exported function.
  const limit = new AnswerLimit()
  const imported = await limit.run(() => import(pathToFileURL(path).href) as Promise<unknown>)
  const module = imported as Readonly<Record<string, unknown>>
  // Exported functions receive sifaka's functions and zod, since the plugin may not be able to import them.
  const exports = Object.values(module).map((each): unknown =>
    typeof each === 'function' ? each({ defineValidator, defineCritic, z: zod }) : each,
  )
  return (await limit.run(() => Promise.all(exports))).flat()
}

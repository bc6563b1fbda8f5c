/** Validators and critics of the user's own: modules that settings name, and that only the user may name. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { defineCritic, defineValidator, type Plugin } from './define.ts'
import { criticOf, validatorOf } from './adapt.ts'
import { registry } from './registry.ts'

/** By the module's address, or by the definition that a program gave: each is added once. */
const loaded = new Map<unknown, Promise<void>>()

/** Adds what the modules export to what can be named. Throws a `ConfigError` that names the module. */
export async function loadPlugins(plugins: readonly (string | Plugin)[], folder: string): Promise<void> {
  for (const plugin of plugins) {
    const path = typeof plugin === 'string' ? resolve(folder, plugin) : plugin
    const loading =
      loaded.get(path) ??
      (typeof plugin === 'string'
        ? load(resolve(folder, plugin), plugin)
        : add([plugin], `definition ${plugin.name}`))
    loaded.set(path, loading)
    await loading.catch((error: unknown) => {
      loaded.delete(path)
      throw error
    })
  }
}

async function load(path: string, name: string): Promise<void> {
  if (!existsSync(path)) throw new ConfigError(`there is no plugin ${name}`, `it would be ${path}`)
  const exports = await importAll(path).catch((error: unknown) => {
    const missing = /'(sifaka-cli|zod)'/.exec(messageOf(error))?.[1]
    const hint =
      missing === undefined
        ? 'it must be a JavaScript module that can be imported'
        : `install ${missing} beside it, or export default ({ defineValidator, z }) => defineValidator(...)`
    throw new ConfigError(`plugin ${name} cannot be loaded: ${messageOf(error)}`, hint, error)
  })
  await add(exports, `plugin ${name}`)
}

/** As installed: in the build is only what sifaka itself uses. */
const ZOD: string = 'zod'

/** A default export that is a function is given what it would else have to find installed. */
async function importAll(path: string): Promise<unknown[]> {
  const zod = (await import(ZOD)) as unknown
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  const made = Object.values(module).map((each): unknown =>
    typeof each === 'function' ? each({ defineValidator, defineCritic, z: zod }) : each,
  )
  return (await Promise.all(made)).flat()
}

async function add(exports: readonly unknown[], origin: string): Promise<void> {
  const plugins = [...new Set(exports)].map((each) => checked(each, origin))
  if (plugins.length === 0) throw new ConfigError(`${origin} exports nothing`, HINT)
  const names = new Set<string>()
  for (const { kind = 'validator', name } of plugins) {
    const taken = registry[kind].some((each) => each.name === name) || names.has(`${kind} ${name}`)
    if (taken) throw new ConfigError(`${origin}: there is a ${kind} called "${name}" already`, 'rename it')
    names.add(`${kind} ${name}`)
  }
  for (const plugin of plugins) {
    if (plugin.kind === 'critic') registry.critic.push(criticOf(plugin, origin))
    else registry.validator.push(validatorOf(plugin, origin))
  }
}

const HINT = 'export what defineValidator({ name, summary, options, create }) returns'

const shape = z.looseObject({
  kind: z.enum(['validator', 'critic']).optional(),
  name: z.string().regex(/^[a-z][\w-]*$/i, 'expected letters, digits, - and _'),
  summary: z.string(),
  options: z
    .custom(
      (value) => '_zod' in Object(value) && 'shape' in Object(value),
      'expected an object schema of zod 4',
    )
    .optional(),
  create: z.custom((value) => typeof value === 'function', 'expected a function'),
})

function checked(plugin: unknown, origin: string): Plugin {
  const { error } = shape.safeParse(plugin)
  const issue = error?.issues[0]
  if (!issue) return plugin as Plugin
  const where =
    issue.path.length === 0 ? 'an export' : `${String(Object(plugin)['name'])}.${issue.path.join('.')}`
  throw new ConfigError(`${origin}: ${where}: ${issue.message}`, HINT)
}

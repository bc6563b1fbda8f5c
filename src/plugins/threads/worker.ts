/** Entry point of a worker thread: imports a plugin from its file, and runs one of its validators. */
import { systemClock } from '../../core/clock.ts'
import type { ValidatorNeeds } from '../../core/definitions.ts'
import type { Draft } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import { noMeter } from '../../core/usage.ts'
import { seededRandom } from '../../util/random.ts'
import type { PluginValidator, ValidatorPlugin } from '../define.ts'
import { importExports } from '../import.ts'

export interface PluginTask {
  readonly path: string
  readonly name: string
  /** The checked options of the validator. */
  readonly options: Readonly<Record<string, unknown>>
  readonly draft: Draft
}

/** An error loses its class and its fields on the way between threads. */
export type PluginReply =
  | { readonly result: unknown }
  | { readonly error: { readonly message: string; readonly stack: string | undefined } }

const scope: Scope = {
  signal: new AbortController().signal,
  clock: systemClock,
  random: seededRandom(0),
  emit: () => undefined,
  path: [],
  priority: 0,
  meter: noMeter,
}

const unavailable = () => {
  throw new Error('what a validator needs is its second parameter: create(options, needs)')
}
const needs: ValidatorNeeds = { validator: unavailable, model: unavailable, ask: unavailable, env: {} }

const validators = new Map<string, PluginValidator | Promise<PluginValidator>>()

export default async function runTask({ path, name, options, draft }: PluginTask): Promise<PluginReply> {
  try {
    const key = JSON.stringify([path, name, options])
    const validator = validators.get(key) ?? createValidator(path, name, options)
    validators.set(key, validator)
    return { result: await (await validator).validate(draft, scope) }
  } catch (error) {
    const { message = String(error), stack } = error instanceof Error ? error : {}
    return { error: { message, stack } }
  }
}

async function createValidator(
  path: string,
  name: string,
  options: PluginTask['options'],
): Promise<PluginValidator> {
  const exports = (await importExports(path)) as readonly ValidatorPlugin[]
  const plugin = exports.find((each) => each.name === name && each.kind !== ('critic' as string))
  if (!plugin) throw new Error(`the plugin does not export "${name}" each time that it is loaded`)
  return plugin.create(options, needs)
}

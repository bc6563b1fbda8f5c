/** Checks the options of the library that are no settings: callers in JavaScript can pass anything. */
import { ConfigError } from '../core/errors.ts'
import { isJsonObject } from '../util/json/object.ts'

/** Returns the options. Throws a `ConfigError` if they are not an object. */
export function optionsOf<Options extends object>(options: Options): Options {
  if (isJsonObject(options)) return options
  throw new ConfigError('the options are not an object', "pass an object such as { model: 'sim:writer' }")
}

interface IoOptions {
  readonly env?: unknown
  readonly signal?: unknown
  readonly observers?: unknown
  readonly plugins?: unknown
}

/** Returns the options. Throws a `ConfigError` for one that no schema of settings checks. */
export function ioOptionsOf<Options extends IoOptions>(options: Options): Options {
  const { env, signal, observers, plugins } = options
  const faults: readonly (readonly [isFault: boolean, message: string])[] = [
    [env !== undefined && !isObject(env), 'env must be an object of environment variables'],
    [signal !== undefined && !(signal instanceof AbortSignal), 'signal must be an AbortSignal'],
    [plugins !== undefined && !Array.isArray(plugins), 'plugins must be a list'],
    [
      observers !== undefined && !isListOfObservers(observers),
      'observers must be a list of objects with a method on',
    ],
  ]
  const found = faults.find(([isFault]) => isFault)
  if (found) throw new ConfigError(found[1])
  return options
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const isListOfObservers = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof Object(each).on === 'function')

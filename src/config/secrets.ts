/** Finds the secrets in an environment, so that they can be removed from messages. */
import type { Env } from './env.ts'
import { passwordsIn, SECRET_PARAMETER } from '../util/backends/address.ts'
import { decodePercent } from '../util/text/decode-percent.ts'

const SECRET_NAME = /(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|(^|_)(PWD|PAT|AUTH))$/
/** Lists such as `authorization=Bearer%20abc,x-key=def`, as of `OTEL_EXPORTER_OTLP_HEADERS`. */
const HEADERS_NAME = /(^|_)HEADERS$/
/** `password=...` in a connection string or in the query of an address. */
const SECRET_VALUES = RegExp(`(?<=${SECRET_PARAMETER})[^;&\\s]+`, 'gi')

/** `keyVariables` are the variables that the settings name as keys. The parts of a value are secrets, too. */
export const secretsIn = (env: Env, keyVariables: readonly string[] = []): string[] =>
  Object.entries(env).flatMap(([name, value = '']) => {
    const text = value.trim()
    const isSecret = (SECRET_NAME.test(name) && name !== 'PWD') || keyVariables.includes(name)
    return [
      ...(isSecret ? [text] : []),
      ...(HEADERS_NAME.test(name) ? headerValues(text) : []),
      ...passwordsIn(text).flatMap(withDecoded),
      ...(text.match(SECRET_VALUES) ?? []).flatMap(withDecoded),
    ]
  })

/** For `Bearer abc`, also returns `abc`. */
const headerValues = (list: string): string[] =>
  list
    .split(',')
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
    .flatMap(withDecoded)
    .flatMap((value) => [value, value.slice(value.lastIndexOf(' ') + 1)])

const withDecoded = (text: string): string[] => [text, decodePercent(text)]

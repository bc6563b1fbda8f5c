/** The options of servers that the user names, and of presets. */
import * as z from 'zod'
import { isDuration, toMs } from '../util/duration.ts'
import { mapValues } from '../util/map-values.ts'
import type { Access, KeyHeader } from './access.ts'
import { expandVariables, readKey, variablesIn } from './environment.ts'
import { readClientTls } from './http/client-tls.ts'
import { createKeyCommand } from './key-command.ts'
import type { AccessNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** Headers that belong to the connection, or follow from the body. */
const RESERVED_HEADERS = /^(host|connection|content-length|transfer-encoding)$/i

const headers = z
  .record(
    z.string(),
    z.string().regex(HEADER_VALUE, 'must not contain line breaks or characters beyond Latin-1'),
  )
  .superRefine((given, context) => {
    const seen = new Set<string>()
    for (const name of Object.keys(given)) {
      const fault = !HEADER_NAME.test(name)
        ? 'is not a valid name of a header'
        : RESERVED_HEADERS.test(name)
          ? 'cannot be set'
          : seen.has(name.toLowerCase())
            ? 'is set twice'
            : undefined
      if (fault !== undefined) context.addIssue({ code: 'custom', path: [name], message: fault })
      seen.add(name.toLowerCase())
    }
  })

const pemFile = z.string().min(1).optional()

export const serverOptions = () => ({
  apiKeyEnv: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
    .optional()
    .describe('environment variable that holds the key'),
  keyCommand: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('command, run by the shell, that prints the key; run again if the server rejects the key'),
  keyTtl: z
    .string()
    .refine(isDuration, 'must be a duration, for example 50m')
    .optional()
    .describe('how long a key of keyCommand is used; default: 1h'),
  headers: headers
    .optional()
    .describe('additional headers of each request; ${NAME} stands for an environment variable'),
  query: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe('parameters in the URL of each request; ${NAME} stands for an environment variable'),
  body: z
    .record(z.string().min(1), z.unknown())
    .optional()
    .describe('additional fields of each request body; they take precedence'),
  limit: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('maximum calls in flight at this server; takes precedence over maxCalls'),
  tls: lazyStrictObject(() => ({
    cert: pemFile.describe('file of the client certificate'),
    key: pemFile.describe("file of the client certificate's key"),
    ca: pemFile.describe('file of the certificate authorities that are trusted instead of the usual ones'),
  }))
    .refine(
      ({ cert, key }) => (cert === undefined) === (key === undefined),
      'must have both cert and key, or neither',
    )
    .optional()
    .describe('client certificate and certificate authorities (PEM files) for connections to this server'),
})

export type ServerOptions = z.output<z.ZodObject<ReturnType<typeof serverOptions>>>

export function checkKeyOptions(
  { apiKeyEnv, keyCommand, keyTtl }: ServerOptions,
  context: Pick<z.RefinementCtx, 'addIssue'>,
  defaultCommand?: string,
): void {
  const report = (option: string, message: string) =>
    context.addIssue({ code: 'custom', path: [option], message })
  if (apiKeyEnv !== undefined && keyCommand !== undefined)
    report('keyCommand', 'cannot be combined with apiKeyEnv')
  const hasCommand = keyCommand !== undefined || (defaultCommand !== undefined && apiKeyEnv === undefined)
  if (keyTtl !== undefined && !hasCommand) report('keyTtl', 'has no effect without keyCommand')
}

/** Where the key of a server comes from if the user does not say. */
export interface KeyDefaults {
  /** What messages call the server; default: the name of the provider. */
  readonly title?: string | undefined
  readonly keyVariable?: string | undefined
  readonly keyCommand?: string | undefined
  readonly keyHeader?: KeyHeader | undefined
}

type KeySource =
  { readonly variable: string } | { readonly command: string } | { readonly header: string } | undefined

function keySource(options: Partial<ServerOptions>, { keyHeader, ...defaults }: KeyDefaults): KeySource {
  const names = Object.keys(options.headers ?? {}).map((name) => name.toLowerCase())
  const header = names.find((name) => name === 'authorization' || name === keyHeader)
  if (header !== undefined) return { header }
  const { apiKeyEnv: variable = defaults.keyVariable } = options
  const { keyCommand: command = options.apiKeyEnv === undefined ? defaults.keyCommand : undefined } = options
  if (command !== undefined) return { command }
  return variable === undefined ? undefined : { variable }
}

/** The environment variables that the options or the defaults name. */
export function keyVariablesIn(options: Partial<ServerOptions>, defaults: KeyDefaults): readonly string[] {
  const source = keySource(options, defaults)
  const texts = [...Object.values(options.headers ?? {}), ...Object.values(options.query ?? {})]
  return [...(source && 'variable' in source ? [source.variable] : []), ...texts.flatMap(variablesIn)]
}

/** Throws a `ConfigError` if a variable is not set or a file cannot be used. */
export function accessTo(
  { options, defaults, baseUrl }: { options: ServerOptions; defaults: KeyDefaults; baseUrl: string },
  { name, env, clock, keepSecret }: AccessNeeds,
): Access {
  const secrets: string[] = []
  const expand = (texts: Readonly<Record<string, string>> | undefined, setting: string) =>
    texts &&
    mapValues(texts, (text, key) => {
      const expanded = expandVariables(text, env, `providers.${name}.${setting}.${key}`)
      secrets.push(...expanded.secrets)
      return expanded.text
    })
  const headers = expand(options.headers, 'headers') ?? {}
  const source = keySource(options, defaults)
  const ttlMs = toMs(options.keyTtl ?? '1h')
  return {
    key:
      source && 'command' in source
        ? createKeyCommand({ command: source.command, ttlMs, env, clock, keepSecret })
        : source && 'variable' in source
          ? readKey(env, source.variable, defaults.title ?? name)
          : undefined,
    keyHeader: defaults.keyHeader,
    headers: Object.fromEntries(Object.entries(headers).map(([key, text]) => [key.toLowerCase(), text])),
    query: expand(options.query, 'query'),
    secrets,
    tls: options.tls && readClientTls(options.tls, baseUrl, `providers.${name}.tls`),
  }
}

/** What the user can do if the server rejects the key. */
export function keyHint(options: ServerOptions, defaults: KeyDefaults, name: string): string {
  const source = keySource(options, defaults)
  if (source === undefined) {
    return `set providers.${name}.apiKeyEnv to the environment variable that holds the key`
  }
  if ('command' in source) return `check the key that \`${source.command}\` prints`
  return 'variable' in source
    ? `check ${source.variable}`
    : `check providers.${name}.headers.${source.header}`
}

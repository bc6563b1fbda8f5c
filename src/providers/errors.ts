/** Whatever an SDK or the network throws, as one `ProviderError`. The three SDKs agree on the names read here. */
import * as z from 'zod'
import { ProviderError, type ProviderErrorKind as Kind } from '../core/errors.ts'
import { retryAfterMs } from './retry-after.ts'

/** What a user of this provider can do about an error of a kind. */
export type Hints = Readonly<Partial<Record<Kind, string>>>

/** The call that failed. */
export interface CallContext {
  /** The provider's name and the model's. */
  readonly name: string
  readonly id: string
  readonly key: string | undefined
  readonly hints: Hints
  readonly now: Date
}

const LABEL: Readonly<Record<Kind, string>> = {
  auth: 'key refused',
  quota: 'out of credit or over the spend limit',
  'not-found': 'no such model or address',
  input: 'request refused',
  throttle: 'rate limit exceeded',
  timeout: 'timed out',
  connection: 'no connection',
  server: 'trouble at the provider',
  stream: 'the answer broke off',
  protocol: 'not an answer',
}

const HINTS: Hints = {
  quota: "add credit or raise the spend limit in the provider's console, then resume",
  'not-found': "check the model's name and the provider's base URL",
}

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  404: 'not-found',
  405: 'not-found',
  408: 'timeout',
  409: 'server',
  429: 'throttle',
  498: 'server', // Groq: capacity exceeded
  504: 'timeout',
}

/** Codes and types that say more than the status they come with. */
const BY_CODE: readonly (readonly [RegExp, Kind])[] = [
  [/quota|credit_balance|(spend|usage)_limit|billing/, 'quota'],
  [/model_(not_found|decommissioned|not_active)/, 'not-found'],
  [/json_validate_failed/, 'protocol'], // Groq: the model, not the request, is at fault
]

/** Codes and types where there is no status: in the middle of a stream, or in an answer that claims success. */
const BY_CODE_ALONE: readonly (readonly [RegExp, Kind])[] = [
  ...BY_CODE,
  [/rate_limit|slow_down|too_many/, 'throttle'],
  [/authentication|permission|api_key/, 'auth'],
  [/not_found/, 'not-found'],
  [/invalid_request|context_length|too_large|content_policy/, 'input'],
  [/timeout/, 'timeout'],
  [/overloaded|server|api_error|internal|unavailable/, 'server'],
]

/** Messages that say more than the code: Anthropic's spend limits are a 400, an impossible size is a 429. */
const BY_MESSAGE: readonly (readonly [RegExp, Kind])[] = [
  [/credit balance is too low|specified API usage limits/i, 'quota'],
  [/^request too large/i, 'input'],
]

const lookUp = (table: readonly (readonly [RegExp, Kind])[], text: string): Kind | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1]

/** The error to throw for whatever was thrown. The provider's words are in it; the key never is. */
export function toProviderError(error: unknown, context: CallContext): ProviderError {
  const { kind, status, detail, hint, cause } = understand(error)
  const { name, id, key, hints, now } = context
  const text = oneLine(detail, key)
  const what = `${name} ${id}: ${status === undefined ? '' : `${status} `}${LABEL[kind]}`
  return new ProviderError(kind, text === '' ? what : `${what}: ${text}`, {
    hint: hint ?? hints[kind] ?? HINTS[kind],
    cause,
    status,
    requestId: header(error, 'request-id') ?? header(error, 'x-request-id'),
    retryAfterMs: retryAfterMs((name) => header(error, name), now),
  })
}

interface Understood {
  readonly kind: Kind
  readonly status?: number | undefined
  readonly detail: string
  readonly hint?: string | undefined
  /** Kept only where it may be a bug of ours; otherwise it could hold what was redacted. */
  readonly cause?: unknown
}

function understand(error: unknown): Understood {
  const known = causes(error).find((each) => each instanceof ProviderError)
  if (known) return { kind: known.kind, detail: known.message, hint: known.hint }
  const body = field(error, 'error')
  const status = field(error, 'status')
  if (body !== undefined || typeof status === 'number') return fromProvider(error, status, body)
  return fromNetwork(error)
}

function fromProvider(error: unknown, given: unknown, envelope: unknown): Understood {
  const body = field(envelope, 'error') ?? envelope
  const code = field(body, 'code')
  const status = [given, code].find(isStatus)
  const codes = [code, field(body, 'type'), field(field(body, 'details'), 'error_code')].join(' ')
  const words = [field(body, 'message'), body, field(error, 'message')].find(
    (value) => typeof value === 'string',
  )
  const detail = (words ?? '').replace(/^\d{3} (status code \(no body\))?/, '')
  return { kind: kindOf(status, codes, detail), status, detail }
}

const isStatus = (value: unknown): value is number => typeof value === 'number' && value >= 400 && value < 600

function kindOf(status: number | undefined, codes: string, message: string): Kind {
  if (status === undefined) return lookUp(BY_CODE_ALONE, codes) ?? 'stream'
  if (status >= 500) return BY_STATUS[status] ?? 'server'
  return lookUp(BY_MESSAGE, message) ?? lookUp(BY_CODE, codes) ?? BY_STATUS[status] ?? 'input'
}

const TIMEOUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/

/** Errors without an answer of the provider: their cause says what happened, if anything does. */
function fromNetwork(error: unknown): Understood {
  const chain = causes(error)
  const messages = chain.map((each) => each.message)
  const codes = chain.map((each) => field(each, 'code')).filter((code) => typeof code === 'string')
  const detail = [messages.at(-1), codes.at(-1), messages[0], String(error)].find(Boolean) ?? ''

  if (messages.includes('Request timed out.') || codes.some((code) => TIMEOUT.test(code)))
    return { kind: 'timeout', detail }
  if (messages.includes('unexpected redirect')) {
    const hint = 'set the base URL to the address that the server redirects to, if you trust it'
    return { kind: 'not-found', detail: 'the server redirects elsewhere', hint }
  }
  if (codes.some((code) => CERTIFICATE.test(code))) {
    const hint =
      'if a proxy or your own server signed it, set NODE_EXTRA_CA_CERTS to the file of its authority'
    return { kind: 'connection', detail: `certificate: ${detail}`, hint }
  }
  if (messages.includes('fetch failed')) return { kind: 'connection', detail }
  if (messages.includes('terminated')) return { kind: 'stream', detail }
  // Its message quotes the text, a part of the key perhaps.
  if (error instanceof SyntaxError) return { kind: 'protocol', detail: 'malformed JSON' }
  if (error instanceof z.ZodError) return { kind: 'protocol', detail: z.prettifyError(error) }
  return { kind: 'protocol', detail, cause: error }
}

function causes(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each)
  return chain
}

const LONGEST_DETAIL = 300

/** Redacted before it is cut, or half a key could stay. */
const oneLine = (text: string, key: string | undefined): string => {
  const redacted = key === undefined ? text : text.replaceAll(key, '[key]')
  const letters = [...redacted.replace(/[\s\p{Cc}]+/gu, ' ').trim()]
  return letters.length <= LONGEST_DETAIL
    ? letters.join('')
    : `${letters.slice(0, LONGEST_DETAIL - 1).join('')}…`
}

const header = (error: unknown, name: string): string | undefined => {
  const headers = field(error, 'headers')
  return headers instanceof Object && 'get' in headers && typeof headers.get === 'function'
    ? (headers.get(name) ?? undefined)
    : undefined
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

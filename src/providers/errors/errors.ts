/** Whatever an SDK or the network throws, as one `ProviderError`. The three SDKs agree on the names read here. */
import { ProviderError, type ProviderErrorKind as Kind } from '../../core/errors.ts'
import { hintOf, kindOf } from './error-kinds.ts'
import { causes, field, fromNetwork, type Trouble } from './network-errors.ts'
import { exhaustedMs, limitsFrom, type LimitStyle } from './rate-limits.ts'
import { retryAfterMs, shouldRetry, type Header } from './retry-after.ts'

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
  readonly baseURL?: string | undefined
  readonly limits?: LimitStyle | undefined
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
  down: 'no answer for too long',
  poison: 'fails again and again',
}

const HINTS: Hints = {
  quota: "add credit or raise the spend limit in the provider's console, then resume",
  'not-found': "check the model's name and the provider's base URL",
}

/** The error to throw for whatever was thrown. The provider's words are in it; the key never is. */
export function toProviderError(error: unknown, context: CallContext): ProviderError {
  const header = headersOf(error)
  const { kind: likely, status, detail, hint, cause } = understand(error, context)
  const { name, id, key, hints } = context
  const kind = heeding(shouldRetry(header), likely)
  const text = oneLine(detail, key)
  const what = `${name} ${id}: ${status === undefined ? '' : `${status} `}${LABEL[kind]}`
  return new ProviderError(kind, text === '' ? what : `${what}: ${text}`, {
    hint: hint ?? hints[kind] ?? HINTS[kind],
    cause,
    status,
    requestId: header('request-id') ?? header('x-request-id'),
    retryAfterMs: waitMs(header, kind, context),
  })
}

function understand(error: unknown, { baseURL }: CallContext): Trouble {
  const known = causes(error).find((each) => each instanceof ProviderError)
  if (known) return { kind: known.kind, detail: known.message, hint: known.hint }
  const body = field(error, 'error')
  const status = field(error, 'status')
  if (body !== undefined || typeof status === 'number') return fromProvider(error, status, body)
  return fromNetwork(error, baseURL)
}

function fromProvider(error: unknown, given: unknown, envelope: unknown): Trouble {
  const body = field(envelope, 'error') ?? envelope
  const code = field(body, 'code')
  const status = [given, code].find(isStatus)
  const words = [field(body, 'message'), body, field(error, 'message')].find(
    (value) => typeof value === 'string',
  )
  const detail = (words ?? '').replace(/^\d{3} (status code \(no body\))?/, '')
  // OpenRouter has no code for a prompt that a model's moderator turned down, but names of details.
  const named = Object.keys(Object(field(body, 'metadata')))
  const codes = [code, field(body, 'type'), field(field(body, 'details'), 'error_code'), ...named].join(' ')
  const refusal = { status, codes, message: detail, anthropic: field(envelope, 'type') === 'error' }
  return { kind: kindOf(refusal), status, detail, hint: hintOf(refusal) }
}

const isStatus = (value: unknown): value is number => typeof value === 'number' && value >= 400 && value < 600

/** What may go better next time, as far as a refusal can tell. */
const PASSING: readonly Kind[] = ['throttle', 'timeout', 'connection', 'server', 'protocol']

/** Whether the same request may be taken later, the provider knows best; of the account its code says more. */
function heeding(advice: boolean | undefined, kind: Kind): Kind {
  if (advice === true && kind === 'input') return 'server'
  return advice === false && PASSING.includes(kind) ? 'input' : kind
}

/** As the provider asks; else, when a limit is used up, until that is there again. */
function waitMs(header: Header, kind: Kind, { now, limits }: CallContext): number | undefined {
  const asked = retryAfterMs(header, now)
  if (asked !== undefined || kind !== 'throttle' || limits === undefined) return asked
  return exhaustedMs(limitsFrom(limits, header, now))
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

/** The headers of the refusal, or of the stream, that an SDK's error came with. */
export function headersOf(error: unknown): Header {
  const headers = field(error, 'headers')
  // Not by class: Node's and undici's own are two.
  const known = headers instanceof Object && 'get' in headers && typeof headers.get === 'function'
  return (name) => (known ? ((headers as Headers).get(name) ?? undefined) : undefined)
}

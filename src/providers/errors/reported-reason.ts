/** Reads what a server says about an error. Each API puts it in a different place of the body. */
import { parseJson } from '../../util/json.ts'
import { fieldOf } from '../../util/json/object.ts'

export interface ReportedReason {
  /** Empty if the server gives no reason. */
  readonly message: string
  /** Code, type, error code and status name, as far as present, separated by spaces. */
  readonly codes: string
  /** The name of the field of the request that is at fault. */
  readonly field: string
  /** A status code in the body, as in errors in the middle of a stream. */
  readonly status: number | undefined
  /** How long to wait before the next attempt, as Google's APIs state it in the body. */
  readonly retryAfterMs: number | undefined
  /** Whether the body has the form of Anthropic's. */
  readonly anthropic: boolean
}

export function readReason(body: unknown): ReportedReason {
  const envelope = Array.isArray(body) ? (body as readonly unknown[])[0] : body
  const error = fieldOf(envelope, 'error') ?? listIn(envelope, 'errors')[0] ?? envelope
  const code = fieldOf(error, 'code') ?? fieldOf(envelope, 'status')
  // If moderation rejected the prompt, OpenRouter sends no code; the keys of `metadata` show the cause instead.
  const metadata = Object.keys(Object(fieldOf(error, 'metadata')))
  const codes = [
    code,
    fieldOf(error, 'type'),
    fieldOf(error, 'status'),
    fieldOf(fieldOf(error, 'details'), 'error_code'),
    ...metadata,
  ]
  return {
    message: messageIn(envelope),
    codes: codes.filter((each) => typeof each === 'string' || typeof each === 'number').join(' '),
    field: textOf(fieldOf(error, 'param')),
    status: [code, fieldOf(error, 'status')].map(Number).find(isErrorStatus),
    retryAfterMs: retryDelayMs(listIn(error, 'details')),
    anthropic: fieldOf(envelope, 'type') === 'error',
  }
}

const isErrorStatus = (value: unknown): value is number =>
  typeof value === 'number' && value >= 400 && value < 600

/** The fields that may contain the message, most specific first. */
const MESSAGE_FIELDS = ['error', 'message', 'detail', 'errors', 'error_description', 'title', 'msg', 'reason']

function messageIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return withoutMarkup(value)
  if (depth > 4 || typeof value !== 'object' || value === null) return ''
  if (Array.isArray(value)) {
    const messages = value.map((each: unknown) => messageIn(each, depth + 1)).filter(Boolean)
    return [...new Set(messages)].slice(0, 3).join('; ')
  }
  const found = MESSAGE_FIELDS.map((name) => messageIn(fieldOf(value, name), depth + 1)).find(Boolean) ?? ''
  // FastAPI: where the fault is. OpenRouter: the response of the provider behind it.
  const place = listIn(value, 'loc').join('.')
  const raw = fieldOf(fieldOf(value, 'metadata'), 'raw')
  const original = typeof raw === 'string' ? messageIn(jsonOrText(raw), depth + 1) : messageIn(raw, depth + 1)
  const message = place === '' ? found : `${place}: ${found}`
  return original === '' || original === message ? message : [message, original].filter(Boolean).join(': ')
}

/** The title of an HTML page, or else its text. */
function withoutMarkup(text: string): string {
  if (!text.trimStart().startsWith('<')) return text
  return /<title>([^<]*)<\/title>/i.exec(text)?.[1] ?? text.replace(/<[^>]*>/g, ' ')
}

const DELAY = /^(\d+(?:\.\d+)?)s$/

/** `google.rpc.RetryInfo` */
function retryDelayMs(details: readonly unknown[]): number | undefined {
  const delays = details.map((each) => DELAY.exec(textOf(fieldOf(each, 'retryDelay')))?.[1])
  const seconds = delays.find((each) => each !== undefined)
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

export function jsonOrText(text: string): unknown {
  const parsed = parseJson(text)
  return 'value' in parsed ? parsed.value : text
}

const listIn = (value: unknown, name: string): readonly unknown[] => {
  const list = fieldOf(value, name)
  return Array.isArray(list) ? list : []
}
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

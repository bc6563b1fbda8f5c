/** Classifies error responses by status, code and type, and by message only where an API gives nothing else. */
import type { ProviderErrorKind as Kind } from '../../core/error-codes.ts'

export interface ErrorResponse {
  /** Undefined for an error in the middle of a stream or in a response with status 200. */
  readonly status: number | undefined
  /** The codes and types that the error contains, separated by spaces. */
  readonly codes: string
  readonly message: string
  /** Whether the body has the form of Anthropic's errors. */
  readonly anthropic: boolean
}

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  404: 'not-found',
  405: 'not-found',
  407: 'auth',
  408: 'timeout',
  409: 'server',
  410: 'not-found',
  424: 'server', // Groq: a dependency failed
  425: 'server',
  429: 'throttle',
  498: 'server', // Groq: capacity exceeded
  499: 'timeout', // Groq, nginx: an intermediary closed the connection
  504: 'timeout',
}

type PatternTable<Value> = readonly (readonly [RegExp, Value])[]

/** Codes and types that say more than the status, and therefore take precedence. */
const BY_CODE: PatternTable<Kind> = [
  [/insufficient_quota|quota_exceeded|credit_balance|(spend|usage)_limit|billing/, 'quota'],
  [/model_(not_found|decommissioned|not_active|terms_required)/, 'not-found'],
  // Groq reports invalid output of the model as an error of the request.
  [/json_validate_failed|output_parse_failed|tool_use_failed/, 'answer-unusable'],
  [/content_(policy|filter)|moderation|flagged_input/, 'input'],
]

const BY_CODE_WITHOUT_STATUS: PatternTable<Kind> = [
  ...BY_CODE,
  [/rate_limit|slow_down|too_many/, 'throttle'],
  [/authentication|permission|api_key/, 'auth'],
  [/not_found/, 'not-found'],
  [/invalid_request|invalid_prompt|context_length|too_large|cyber_policy/, 'input'],
  [/timeout/, 'timeout'],
  [/overloaded|server|api_error|internal|unavailable|capacity/, 'server'],
]

/** Anthropic uses one type for all invalid requests, also for an empty account and an interrupted upload. */
const BY_ANTHROPIC_MESSAGE: PatternTable<Kind> = [
  [/credit balance is too low|specified API usage limits/i, 'quota'],
  [/not valid JSON.*unexpected end of data/i, 'connection'],
]

/** OpenAI reports a rate limit if one request alone exceeds the limit per minute; waiting does not help then. */
const TOO_LARGE = /^request too large/i

export function classifyErrorResponse({ status, codes, message, anthropic }: ErrorResponse): Kind {
  if (status === undefined) return lookUp(BY_CODE_WITHOUT_STATUS, codes) ?? 'stream'
  if (status >= 500) return BY_STATUS[status] ?? 'server'
  if (/rate_limit_exceeded/.test(codes) && TOO_LARGE.test(message)) return 'input'
  const byMessage = anthropic ? lookUp(BY_ANTHROPIC_MESSAGE, message) : undefined
  return byMessage ?? lookUp(BY_CODE, codes) ?? BY_STATUS[status] ?? 'input'
}

const lookUp = <Value>(table: PatternTable<Value>, text: string): Value | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1]

const HINTS: PatternTable<string> = [
  [/context_length/, 'shorten the prompt, or choose a model with a longer context'],
  [
    /content_(policy|filter)|invalid_prompt|cyber_policy|moderation|flagged_input/,
    'the provider rejects the content of this prompt: reword it',
  ],
]

/** Returns what the user can do, if the error's code explains the cause. */
export const hintForErrorResponse = ({ codes }: ErrorResponse): string | undefined => lookUp(HINTS, codes)

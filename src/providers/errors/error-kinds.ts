/** What a provider's refusal means. Status, code and type decide; words do only where an API has nothing else. */
import type { ProviderErrorKind as Kind } from '../../core/errors.ts'

export interface Refusal {
  /** Undefined in the middle of a stream, or in an answer that claims success. */
  readonly status: number | undefined
  /** Code, type and error code, as far as there are any. */
  readonly codes: string
  readonly message: string
  /** Whether the body has the form of Anthropic's. */
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
  424: 'server', // Groq: something that it depends on failed
  425: 'server',
  429: 'throttle',
  498: 'server', // Groq: capacity exceeded
  499: 'timeout', // Groq, nginx: somebody in between hung up
  504: 'timeout',
}

type Table = readonly (readonly [RegExp, Kind])[]

/** Codes and types that say more than the status they come with. */
const BY_CODE: Table = [
  [/insufficient_quota|quota_exceeded|credit_balance|(spend|usage)_limit|billing/, 'quota'],
  [/model_(not_found|decommissioned|not_active|terms_required)/, 'not-found'],
  // Groq: the model, not the request, is at fault.
  [/json_validate_failed|output_parse_failed|tool_use_failed/, 'protocol'],
  [/content_(policy|filter)|moderation|flagged_input/, 'input'],
]

const BY_CODE_ALONE: Table = [
  ...BY_CODE,
  [/rate_limit|slow_down|too_many/, 'throttle'],
  [/authentication|permission|api_key/, 'auth'],
  [/not_found/, 'not-found'],
  [/invalid_request|invalid_prompt|context_length|too_large|cyber_policy/, 'input'],
  [/timeout/, 'timeout'],
  [/overloaded|server|api_error|internal|unavailable|capacity/, 'server'],
]

/** Anthropic has one type for all that is wrong with a request, an empty account and half an upload included. */
const BY_WORDS_OF_ANTHROPIC: Table = [
  [/credit balance is too low|specified API usage limits/i, 'quota'],
  [/not valid JSON.*unexpected end of data/i, 'connection'],
]

/** A single request above a limit per minute: OpenAI calls that a rate limit, though no waiting helps. */
const TOO_LARGE = /^request too large/i

export function kindOf({ status, codes, message, anthropic }: Refusal): Kind {
  if (status === undefined) return lookUp(BY_CODE_ALONE, codes) ?? 'stream'
  if (status >= 500) return BY_STATUS[status] ?? 'server'
  if (/rate_limit_exceeded/.test(codes) && TOO_LARGE.test(message)) return 'input'
  const told = anthropic ? lookUp(BY_WORDS_OF_ANTHROPIC, message) : undefined
  return told ?? lookUp(BY_CODE, codes) ?? BY_STATUS[status] ?? 'input'
}

const lookUp = <T>(table: readonly (readonly [RegExp, T])[], text: string): T | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1]

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/context_length/, 'shorten the prompt, or choose a model with a longer context'],
  [
    /content_(policy|filter)|invalid_prompt|cyber_policy|moderation|flagged_input/,
    'the provider refuses such a prompt: change its words',
  ],
]

/** What a user can do about a refusal that its code explains. */
export const hintOf = ({ codes }: Refusal): string | undefined => lookUp(HINTS, codes)

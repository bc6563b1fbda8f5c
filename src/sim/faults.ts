/** Everything that can go wrong with a provider, and how a client that is not behind HTTP learns of it. */
import { ProviderError, type ProviderErrorKind } from '../core/errors.ts'

/** The provider answers with an error. Bodies and the status of `overloaded` are the dialects' own. */
export const REFUSALS = ['rate-limit', 'server-error', 'overloaded', 'quota', 'auth'] as const
/** The request arrives, and no answer begins. */
const SILENCES = ['reset', 'hang', 'redirect'] as const
/** The answer begins, and breaks off in the middle. */
const BREAKS = ['reset-body', 'hang-body', 'stream-cut', 'error-event'] as const
/** An answer comes that is not one. */
const GARBLES = ['bad-body', 'html', 'wrong-shape', 'empty-200'] as const
/** The protocol is kept; the model failed. `bad-json` strikes only where JSON was asked for. */
export const LAPSES = ['truncated', 'bad-json', 'empty', 'refusal'] as const

export const FAULTS = [...REFUSALS, ...SILENCES, ...BREAKS, ...GARBLES, ...LAPSES] as const

export type Refusal = (typeof REFUSALS)[number]
export type Lapse = (typeof LAPSES)[number]
export type FaultKind = (typeof FAULTS)[number]

const includes = <T extends string>(kinds: readonly T[], kind: string | undefined): kind is T =>
  kinds.some((each) => each === kind)
export const isRefusal = (fault: FaultKind | undefined): fault is Refusal => includes(REFUSALS, fault)
export const isSilence = (fault: FaultKind | undefined) => includes(SILENCES, fault)
export const isBreak = (fault: FaultKind | undefined) => includes(BREAKS, fault)
/** Where an answer that has begun breaks off, if it is a stream. */
export const breaksOff = (fault: FaultKind | undefined) => isBreak(fault) || fault === 'bad-body'
export const isLapse = (fault: FaultKind | undefined): fault is Lapse => includes(LAPSES, fault)

interface Trouble {
  readonly kind: ProviderErrorKind
  readonly message: string
  readonly status?: number
}

/** A hang is no error: whoever waits decides how long. */
const TROUBLES: Record<Exclude<FaultKind, Lapse | 'hang' | 'hang-body'>, Trouble> = {
  'rate-limit': { kind: 'throttle', status: 429, message: '429 rate limit reached' },
  'server-error': { kind: 'server', status: 500, message: '500 the server had an error' },
  overloaded: { kind: 'server', status: 503, message: '503 the server is overloaded' },
  quota: { kind: 'quota', status: 429, message: '429 the quota is used up' },
  auth: { kind: 'auth', status: 401, message: '401 the key is not valid' },
  reset: { kind: 'connection', message: 'the connection was reset' },
  redirect: { kind: 'not-found', message: 'the server redirects elsewhere' },
  'reset-body': { kind: 'stream', message: 'the connection was reset in the middle of the answer' },
  'stream-cut': { kind: 'stream', message: 'the answer ended without its last part' },
  'error-event': { kind: 'server', message: 'the server is overloaded, said in the middle of the answer' },
  'bad-body': { kind: 'protocol', status: 200, message: 'the answer is malformed' },
  html: { kind: 'protocol', status: 200, message: 'the answer is an HTML page' },
  'wrong-shape': { kind: 'protocol', status: 200, message: 'the answer is JSON of another shape' },
  'empty-200': { kind: 'protocol', status: 200, message: 'the answer is empty' },
}

/** What a real client would throw after this fault; nothing for those that are answers, or never end. */
export function errorOf(
  fault: FaultKind | undefined,
  name: string,
  retryAfterMs?: number,
): ProviderError | undefined {
  if (fault === undefined || isLapse(fault) || fault === 'hang' || fault === 'hang-body') return undefined
  const { kind, message, status } = TROUBLES[fault]
  return new ProviderError(kind, `${name}: ${message} (simulated)`, {
    status,
    retryAfterMs,
    hint: 'the profile of the simulated provider asks for this',
  })
}

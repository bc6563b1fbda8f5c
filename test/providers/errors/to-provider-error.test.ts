import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ProviderError } from '../../../src/core/errors.ts'
import type { ProviderErrorKind } from '../../../src/core/error-codes.ts'
import { toProviderError } from '../../../src/providers/errors/to-provider-error.ts'
import { reported } from './reported.ts'

const now = new Date('2026-01-01T00:00:00Z')
const call = {
  provider: 'openai',
  modelId: 'm',
  secrets: ['sk-secret'],
  hints: { auth: 'check the key' },
  now,
}

const openai = (status: number, error: object = {}, headers: Record<string, string> = {}) =>
  reported(status, { error }, headers)
const groq = openai
const anthropic = (status: number, error: object = {}) => reported(status, { type: 'error', error })
const text = (status: number, body: string) => reported(status, body)
/** An error in the middle of a stream. */
const streamed = (error: object) => reported(undefined, { error })

/** A system error as `fetch` wraps it. */
const network = (code: string, message = code) => fetchFailed(Object.assign(new Error(message), { code }))
const fetchFailed = (cause: Error) => new TypeError('fetch failed', { cause })
const terminated = (code: string) =>
  new TypeError('terminated', { cause: Object.assign(new Error('gone'), { code }) })

describe('an error of', () => {
  it.each<[ProviderErrorKind, string, unknown]>([
    ['auth', 'a wrong key', openai(401, { code: 'invalid_api_key' })],
    ['auth', 'missing permissions', anthropic(403, { type: 'permission_error' })],
    ['quota', 'an empty account', openai(429, { type: 'insufficient_quota', code: 'insufficient_quota' })],
    ['quota', 'a type without a code', openai(429, { type: 'insufficient_quota' })],
    ['quota', 'spent credit', openai(429, { code: 'credit_balance_exhausted' })],
    ['quota', "an organization's spend limit", openai(429, { code: 'organization_spend_limit_exceeded' })],
    ['quota', "a project's spend limit", openai(429, { code: 'project_spend_limit_exceeded' })],
    ['quota', 'a usage limit', openai(429, { code: 'organization_usage_limit_exceeded' })],
    ['quota', 'a hard limit', openai(400, { code: 'billing_hard_limit_reached' })],
    ['quota', 'billing', anthropic(402, { type: 'billing_error' })],
    [
      'quota',
      'an enforced spend limit',
      anthropic(429, { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } }),
    ],
    [
      'quota',
      'low credit with a 400',
      anthropic(400, {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the API.',
      }),
    ],
    [
      'quota',
      'a specified limit with a 400',
      anthropic(400, { message: 'You have reached your specified API usage limits.' }),
    ],
    ['not-found', 'an unknown model', openai(404, { code: 'model_not_found' })],
    ['not-found', 'a model without access', openai(403, { code: 'model_not_found' })],
    ['not-found', 'a retired model', groq(400, { code: 'model_decommissioned' })],
    ['not-found', 'an unknown model of Anthropic', anthropic(404, { type: 'not_found_error' })],
    ['not-found', 'a wrong address', text(405, 'Method Not Allowed')],
    ['input', 'a prompt that is too long', openai(400, { code: 'context_length_exceeded' })],
    ['input', 'a forbidden prompt', openai(400, { code: 'content_policy_violation' })],
    ['input', 'a request that is too large', anthropic(413, { type: 'request_too_large' })],
    [
      'input',
      'a request above the minute limit of Groq',
      groq(413, { type: 'tokens', code: 'rate_limit_exceeded' }),
    ],
    [
      'input',
      'a request above the minute limit',
      openai(429, { code: 'rate_limit_exceeded', message: 'Request too large for gpt-4o' }),
    ],
    ['input', 'an invalid request', groq(422)],
    ['throttle', 'too many requests', openai(429, { type: 'requests', code: 'rate_limit_exceeded' })],
    ['throttle', 'a sudden increase', openai(429, { code: 'slow_down' })],
    ['throttle', 'too many tokens', anthropic(429, { type: 'rate_limit_error' })],
    ['throttle', 'a bare 429', text(429, '')],
    ['timeout', 'a slow gateway', text(504, 'Gateway Time-out')],
    ['timeout', 'a slow request', openai(408)],
    ['server', 'a conflict', openai(409)],
    ['server', 'no capacity', groq(498, { type: 'capacity_exceeded' })],
    ['server', 'an internal error', openai(500, { type: 'server_error' })],
    ['server', 'a bad gateway', text(502, '<html>Bad Gateway</html>')],
    ['server', 'overload', openai(503, { code: 'server_is_overloaded' })],
    ['server', 'overload at Anthropic', anthropic(529, { type: 'overloaded_error' })],
    ['server', 'a proxy in front of it', text(522, 'error code: 522')],
    ['answer-unusable', 'a model that writes invalid JSON', groq(400, { code: 'json_validate_failed' })],
    ['server', 'a stream that reports overload', streamed({ type: 'overloaded_error' })],
    ['server', 'a stream that reports an internal error', streamed({ type: 'api_error' })],
    ['throttle', 'a stream that reports a rate limit', streamed({ code: 'rate_limit_exceeded' })],
    ['quota', 'a stream that reports an empty account', streamed({ code: 'insufficient_quota' })],
    ['input', 'a stream that reports an invalid request', streamed({ type: 'invalid_request_error' })],
    ['auth', 'a stream that reports a wrong key', streamed({ type: 'authentication_error' })],
    [
      'server',
      'a stream with a status as its code',
      streamed({ code: 502, message: 'Provider returned error' }),
    ],
    ['stream', 'a stream without a code', streamed({ message: 'hm' })],
    ['connection', 'no server', network('ECONNREFUSED')],
    ['connection', 'an unknown host', network('ENOTFOUND')],
    ['connection', 'a name server that does not answer', network('EAI_AGAIN')],
    ['connection', 'a reset before the response', network('ECONNRESET')],
    ['connection', 'a closed connection', network('UND_ERR_SOCKET', 'other side closed')],
    ['connection', 'a certificate', network('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['timeout', 'a slow connection', network('UND_ERR_CONNECT_TIMEOUT')],
    ['timeout', 'a silent network', network('ETIMEDOUT')],
    ['timeout', 'a silent stream', terminated('UND_ERR_BODY_TIMEOUT')],
    ['stream', 'a reset within the response', terminated('ECONNRESET')],
    ['stream', 'a connection closed within the response', terminated('UND_ERR_SOCKET')],
    ['stream', 'an end of unknown cause', new TypeError('terminated')],
    ['not-found', 'a redirect', fetchFailed(new Error('unexpected redirect'))],
    ['answer-unusable', 'incomplete JSON', new SyntaxError('Unexpected end of JSON input')],
    ['answer-unusable', 'another shape', new z.ZodError([])],
    ['protocol', 'anything else', 'a string'],
    ['stream', 'a ProviderError', new ProviderError('stream', 'cut')],
    ['timeout', 'a wrapped ProviderError', fetchFailed(new ProviderError('timeout', 'late'))],
  ])('%s: %s', (kind, _name, error) => {
    const result = toProviderError(error, call)
    expect(result).toMatchObject({ kind })
    expect(result.message).toMatch(/^openai m: /)
  })
})

describe('the message', () => {
  it.each<[string, unknown]>([
    ['openai m: 429 rate limit exceeded: Slow down.', openai(429, { message: 'Slow down.' })],
    ['openai m: 404 no such model or address: No such model.', groq(404, { message: 'No such model.' })],
    ['openai m: 529 provider error: Overloaded', anthropic(529, { message: 'Overloaded' })],
    ['openai m: 502 provider error: Bad', text(502, '<html>\n Bad </html>')],
    ['openai m: 503 provider error', text(503, '')],
    ['openai m: 404 no such model or address: gone', reported(404, { error: 'gone' })],
    [
      'openai m: no connection: connect ECONNREFUSED ::1:1',
      network('ECONNREFUSED', 'connect ECONNREFUSED ::1:1'),
    ],
    ['openai m: no connection: ECONNREFUSED', network('ECONNREFUSED', '')],
    ['openai m: no connection: certificate: it has expired', network('CERT_HAS_EXPIRED', 'it has expired')],
    ['openai m: the answer was cut off: it ended', new ProviderError('stream', 'it ended')],
    [
      'openai m: unusable answer: malformed JSON',
      new SyntaxError('Unexpected token, "sk-sec"... is not valid JSON'),
    ],
    [
      'openai m: 401 key rejected: Bad key [key], [key]!',
      openai(401, { message: 'Bad key sk-secret, sk-secret!' }),
    ],
    [`openai m: 400 request rejected: ${'é'.repeat(299)}…`, openai(400, { message: 'é'.repeat(400) })],
    [
      `openai m: 400 request rejected: ${'x'.repeat(295)}[key]`,
      openai(400, { message: `${'x'.repeat(295)}sk-secret` }),
    ],
  ])('%s', (message, error) => {
    expect(toProviderError(error, call).message).toBe(message)
  })
})

const hintOf = (error: unknown) => toProviderError(error, call).hint

it('an error has a hint if the user can do something', () => {
  expect(hintOf(openai(401))).toBe('check the key')
  expect(hintOf(openai(402))).toMatch(/credit/)
  expect(hintOf(openai(404))).toMatch(/model's name/)
  expect(hintOf(network('SELF_SIGNED_CERT_IN_CHAIN'))).toMatch(/NODE_EXTRA_CA_CERTS/)
  expect(hintOf(new ProviderError('timeout', 'late', { hint: 'hurry' }))).toBe('hurry')
  expect(hintOf(openai(500))).toBeUndefined()
})

it('an error has the status, the request id and the time to wait', () => {
  const headers = { 'x-request-id': 'req-1', 'retry-after': '3' }
  expect(toProviderError(openai(429, {}, headers), call)).toMatchObject({
    status: 429,
    requestId: 'req-1',
    retryAfterMs: 3000,
    retryable: true,
  })
  expect(toProviderError(openai(500, {}, { 'request-id': 'req-2' }), call).requestId).toBe('req-2')
})

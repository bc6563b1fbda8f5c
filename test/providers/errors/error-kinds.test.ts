/** What every error response of the three APIs means. */
import { describe, expect, it } from 'vitest'
import type { ProviderErrorKind as Kind } from '../../../src/core/error-codes.ts'
import { toProviderError } from '../../../src/providers/errors/to-provider-error.ts'
import { API, reported, type Body, type Name } from './reported.ts'

const now = new Date('2026-01-01T00:00:00Z')
const call = { provider: 'mine', modelId: 'm', secrets: [], hints: {}, now }

const NAMES = ['openai', 'groq', 'anthropic'] as const

/** An error in the middle of a stream in the form of each API. */
const streamed = {
  openai: (error: Body) => reported(undefined, { error }),
  groq: (error: Body) => reported(undefined, { error }),
  anthropic: (error: Body) => reported(undefined, { type: 'error', error }),
}

const kindOf = (error: unknown) => toProviderError(error, call).kind

describe.each(NAMES)('an error response of %s', (name) => {
  it.each<[number, Kind]>([
    [400, 'input'],
    [401, 'auth'],
    [402, 'quota'],
    [403, 'auth'],
    [404, 'not-found'],
    [405, 'not-found'],
    [408, 'timeout'],
    [409, 'server'],
    [410, 'not-found'],
    [413, 'input'],
    [415, 'input'],
    [422, 'input'],
    [424, 'server'],
    [425, 'server'],
    [429, 'throttle'],
    [431, 'input'],
    [451, 'input'],
    [498, 'server'],
    [499, 'timeout'],
    [500, 'server'],
    [501, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'timeout'],
    [520, 'server'],
    [521, 'server'],
    [522, 'server'],
    [523, 'server'],
    [524, 'server'],
    [529, 'server'],
  ])('with nothing but status %i is %s', (status, kind) => {
    const error = toProviderError(API[name](status, { message: 'No.' }), call)
    expect(error).toMatchObject({ kind, status })
    expect(error.message).toMatch(new RegExp(`^mine m: ${status} .*: .*No\\.`))
  })

  it.each([429, 502, 503, 520])(
    'that is an HTML page of a proxy, with %i, is classified by its status',
    (status) => {
      expect(kindOf(reported(status, '<html>quota billing</html>'))).toBe(
        status === 429 ? 'throttle' : 'server',
      )
    },
  )
})

describe('a code', () => {
  it.each<[Kind, Name, number, Body]>([
    ['quota', 'openai', 429, { type: 'insufficient_quota', code: 'insufficient_quota' }],
    ['quota', 'openai', 429, { type: 'insufficient_quota', code: null }],
    ['quota', 'openai', 429, { code: 'credit_balance_exhausted' }],
    ['quota', 'openai', 429, { code: 'organization_spend_limit_exceeded' }],
    ['quota', 'openai', 429, { code: 'project_spend_limit_exceeded' }],
    ['quota', 'openai', 429, { code: 'organization_usage_limit_exceeded' }],
    ['quota', 'openai', 400, { code: 'billing_hard_limit_reached' }],
    ['quota', 'openai', 403, { code: 'billing_not_active' }],
    ['quota', 'anthropic', 402, { type: 'billing_error' }],
    [
      'quota',
      'anthropic',
      429,
      { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } },
    ],
    [
      'quota',
      'anthropic',
      400,
      { type: 'invalid_request_error', message: 'Your credit balance is too low.' },
    ],
    ['quota', 'anthropic', 400, { message: 'You have reached your specified API usage limits.' }],
    ['throttle', 'openai', 429, { type: 'requests', code: 'rate_limit_exceeded' }],
    ['throttle', 'openai', 429, { type: 'tokens', code: 'rate_limit_exceeded' }],
    ['throttle', 'openai', 429, { code: 'slow_down' }],
    ['throttle', 'anthropic', 429, { type: 'rate_limit_error' }],
    ['throttle', 'groq', 429, { type: 'requests', code: 'rate_limit_exceeded' }],
    ['throttle', 'openai', 429, { code: '429', message: 'Requests have exceeded the call rate limit.' }],
    ['auth', 'openai', 401, { code: 'invalid_api_key' }],
    ['auth', 'openai', 401, { code: 'account_deactivated' }],
    ['auth', 'openai', 403, { code: 'unsupported_country_region_territory' }],
    ['auth', 'anthropic', 401, { type: 'authentication_error' }],
    ['auth', 'anthropic', 403, { type: 'permission_error' }],
    ['auth', 'groq', 401, { code: 'invalid_api_key' }],
    ['not-found', 'openai', 404, { code: 'model_not_found' }],
    ['not-found', 'openai', 403, { code: 'model_not_found' }],
    ['not-found', 'anthropic', 404, { type: 'not_found_error' }],
    ['not-found', 'groq', 404, { code: 'model_not_found' }],
    ['not-found', 'groq', 400, { code: 'model_decommissioned' }],
    ['not-found', 'groq', 400, { code: 'model_not_active' }],
    ['not-found', 'groq', 400, { code: 'model_terms_required' }],
    ['input', 'openai', 400, { code: 'context_length_exceeded' }],
    ['input', 'openai', 400, { code: 'content_policy_violation' }],
    ['input', 'openai', 400, { code: 'content_filter' }],
    ['input', 'openai', 403, { code: 'content_filter' }],
    ['input', 'openai', 403, { code: 403, metadata: { reasons: ['x'], flagged_input: 'y' } }],
    ['auth', 'openai', 403, { code: 403, metadata: null }],
    ['input', 'openai', 400, { code: 'invalid_prompt' }],
    ['input', 'openai', 400, { code: 'cyber_policy' }],
    ['input', 'openai', 429, { code: 'rate_limit_exceeded', message: 'Request too large for gpt-4o' }],
    ['input', 'groq', 413, { type: 'tokens', code: 'rate_limit_exceeded' }],
    ['input', 'groq', 422, { type: 'invalid_request_error' }],
    ['input', 'anthropic', 413, { type: 'request_too_large' }],
    ['input', 'anthropic', 400, { type: 'invalid_request_error', message: 'prompt is too long' }],
    ['server', 'openai', 503, { code: 'server_is_overloaded', type: 'service_unavailable_error' }],
    ['server', 'openai', 500, { type: 'server_error' }],
    ['server', 'anthropic', 529, { type: 'overloaded_error' }],
    ['server', 'anthropic', 500, { type: 'api_error' }],
    ['server', 'anthropic', 409, { type: 'conflict_error' }],
    ['server', 'groq', 498, { type: 'capacity_exceeded' }],
    ['timeout', 'anthropic', 504, { type: 'timeout_error' }],
    ['answer-unusable', 'groq', 400, { code: 'json_validate_failed' }],
    ['answer-unusable', 'groq', 400, { code: 'output_parse_failed' }],
    ['answer-unusable', 'groq', 400, { code: 'tool_use_failed' }],
    [
      'connection',
      'anthropic',
      400,
      { message: 'The request body is not valid JSON: unexpected end of data: line 1 column 9 (char 8)' },
    ],
  ])('means %s: %s, %i, %j', (kind, name, status, body) => {
    expect(kindOf(API[name](status, body))).toBe(kind)
  })

  it.each<[Kind, Name, number, Body]>([
    ['throttle', 'openai', 429, { message: 'INSUFFICIENT QUOTA: try again in a minute' }],
    ['throttle', 'openai', 429, { code: 'rate_limit_exceeded', message: 'insufficient_quota, see billing' }],
    ['throttle', 'openai', 429, { message: 'You exceeded your current quota, please check your plan.' }],
    [
      'throttle',
      'groq',
      429,
      { type: 'tokens', message: 'Need more tokens? See https://console/settings/billing' },
    ],
    ['input', 'openai', 400, { message: 'Your credit balance is too low to access the API.' }],
    ['throttle', 'openai', 429, { message: 'Request too large, without a code' }],
    ['server', 'openai', 503, { message: 'insufficient_quota' }],
    ['input', 'groq', 400, { message: 'The model overloaded_error does not exist' }],
  ])('decides, the message does not: %s for %s, %i, %j', (kind, name, status, body) => {
    expect(kindOf(API[name](status, body))).toBe(kind)
  })
})

describe('in the middle of a stream', () => {
  it.each<[Kind, Name, Body]>([
    ['server', 'anthropic', { type: 'overloaded_error', message: 'Overloaded' }],
    ['server', 'anthropic', { type: 'api_error' }],
    ['throttle', 'anthropic', { type: 'rate_limit_error' }],
    ['input', 'anthropic', { type: 'invalid_request_error' }],
    ['input', 'anthropic', { type: 'request_too_large' }],
    ['auth', 'anthropic', { type: 'authentication_error' }],
    ['quota', 'anthropic', { type: 'billing_error' }],
    ['timeout', 'anthropic', { type: 'timeout_error' }],
    ['not-found', 'anthropic', { type: 'not_found_error' }],
    ['server', 'openai', { type: 'server_error' }],
    ['server', 'openai', { code: 'server_is_overloaded' }],
    ['throttle', 'openai', { code: 'rate_limit_exceeded' }],
    ['quota', 'openai', { code: 'insufficient_quota' }],
    ['input', 'openai', { code: 'content_filter' }],
    ['input', 'openai', { type: 'invalid_request_error', code: 'context_length_exceeded' }],
    ['server', 'openai', { code: 502, message: 'Provider returned error' }],
    ['throttle', 'openai', { code: 429 }],
    ['server', 'groq', { type: 'internal_server_error' }],
    ['server', 'groq', { message: 'over capacity', type: 'capacity_exceeded' }],
    ['answer-unusable', 'groq', { code: 'json_validate_failed' }],
    ['stream', 'openai', { message: 'insufficient quota of patience' }],
    ['stream', 'groq', {}],
  ])('%s: %s says %j', (kind, name, body) => {
    expect(kindOf(streamed[name](body))).toBe(kind)
  })
})

describe('x-should-retry', () => {
  it.each<[number, Body, string, Kind]>([
    [500, {}, 'false', 'input'],
    [429, {}, 'false', 'input'],
    [409, {}, 'false', 'input'],
    [529, {}, 'true', 'server'],
    [400, {}, 'true', 'server'],
    [429, { type: 'insufficient_quota' }, 'true', 'quota'],
    [401, {}, 'true', 'auth'],
    [404, {}, 'true', 'not-found'],
    [500, {}, 'perhaps', 'server'],
  ])('%i %j with %s is %s', (status, body, advice, kind) => {
    expect(kindOf(API.openai(status, body, { 'x-should-retry': advice }))).toBe(kind)
  })
})

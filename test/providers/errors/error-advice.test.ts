import { describe, expect, it } from 'vitest'
import { toProviderError } from '../../../src/providers/errors/to-provider-error.ts'
import {
  anthropicRateLimits,
  openaiRateLimits,
  type RateLimitHeaders,
} from '../../../src/providers/errors/rate-limit-headers.ts'
import { API, type HeaderValues, type Name } from './reported.ts'

const now = new Date('2026-01-01T00:00:00Z')
const call = { provider: 'mine', modelId: 'm', secrets: [], hints: {}, now }

describe('the time to wait', () => {
  const used = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }
  const spent = {
    'anthropic-ratelimit-tokens-remaining': '0',
    'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:09Z',
  }
  it.each<[Name, number, HeaderValues, RateLimitHeaders | undefined, number | undefined]>([
    ['openai', 429, used, openaiRateLimits, 360_000],
    ['anthropic', 429, spent, anthropicRateLimits, 9000],
    ['openai', 429, { ...used, 'retry-after': '3' }, openaiRateLimits, 3000],
    ['openai', 429, { ...used, 'x-ratelimit-remaining-requests': '1' }, openaiRateLimits, undefined],
    ['openai', 500, used, openaiRateLimits, undefined],
    ['openai', 429, used, undefined, undefined],
    ['openai', 429, {}, openaiRateLimits, undefined],
  ])('of %s %i with %j', (name, status, headers, rateLimitHeaders, retryAfterMs) => {
    expect(toProviderError(API[name](status, {}, headers), { ...call, rateLimitHeaders })).toMatchObject({
      retryAfterMs,
    })
  })
})

describe('the hint', () => {
  const network = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  const hint = (error: unknown) =>
    toProviderError(error, { ...call, baseURL: 'https://models.example/v1' }).hint

  it.each<[RegExp, unknown]>([
    [/spelling of https:\/\/models\.example\/v1, the network and the proxy/, network('ENOTFOUND')],
    [/NODE_EXTRA_CA_CERTS/, network('SELF_SIGNED_CERT_IN_CHAIN')],
    [/name the server in the address/, network('ERR_TLS_CERT_ALTNAME_INVALID')],
    [/http:\/\//, network('ERR_SSL_WRONG_VERSION_NUMBER')],
    [/longer context/, API.openai(400, { code: 'context_length_exceeded' })],
    [/reword it/, API.openai(400, { code: 'content_policy_violation' })],
    [/credit/, API.openai(429, { code: 'insufficient_quota' })],
  ])('is %s', (pattern, error) => {
    expect(hint(error)).toMatch(pattern)
  })

  it.each(['EAI_AGAIN', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_SOCKET'])(
    'is missing for %s, which a retry can resolve',
    (code) => {
      const raw = Object.assign(new Error(code), { code })
      for (const error of [network(code), raw]) {
        expect(toProviderError(error, call)).toMatchObject({ kind: 'connection', hint: undefined })
      }
    },
  )
})

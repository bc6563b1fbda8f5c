import { expect, it } from 'vitest'
import type { ErrorCode } from '../../src/core/error-codes.ts'
import { SifakaError } from '../../src/core/errors.ts'
import { noUsage, noWaste } from '../../src/core/usage.ts'
import { asServiceError, toServiceError, type ServiceError } from '../../src/server/service-error.ts'

const headersOf = ({ headers }: ServiceError) => Object.fromEntries(headers)
const errorWith = (code: ErrorCode, usage = noUsage) => toServiceError({ code, message: 'it failed' }, usage)

it.each<[ErrorCode, status: number]>([
  ['throttle', 429],
  ['cancelled', 503],
  ['store', 503],
  ['cache', 503],
  ['limits', 503],
  ['local', 503],
  ['down', 503],
  ['connection', 502],
  ['server', 502],
])('clients repeat a request after %s, unless its work was paid', (code, status) => {
  expect(errorWith(code).status).toBe(status)
  expect(headersOf(errorWith(code))).toEqual({ 'retry-after': '5' })
  const answered = { ...noUsage, calls: 1 }
  expect(headersOf(errorWith(code, answered))).toEqual({ 'x-should-retry': 'false' })
  const interrupted = { ...noUsage, wasted: { ...noWaste, attempts: 1 } }
  expect(headersOf(errorWith(code, interrupted))).toEqual({ 'x-should-retry': 'false' })
})

it.each<[ErrorCode, status: number]>([
  ['deadline', 504],
  ['timeout', 504],
  ['quota', 429],
  ['budget', 429],
  ['auth', 502],
  ['error', 500],
  ['truncated', 502],
  ['empty', 502],
  ['poison', 502],
  ['not-found', 404],
])('clients do not repeat a request by themselves after %s', (code, status) => {
  expect(errorWith(code).status).toBe(status)
  expect(headersOf(errorWith(code))).toEqual({ 'x-should-retry': 'false' })
})

it.each<[ErrorCode, string]>([
  ['throttle', 'rate_limit_exceeded'],
  ['quota', 'insufficient_quota'],
  ['budget', 'insufficient_quota'],
  ['not-found', 'model_not_found'],
  ['answer-unusable', 'answer_unusable'],
])('the code of %s is the word of OpenAI, if it has one', (code, word) => {
  expect(errorWith(code).code).toBe(word)
})

it('an error that was thrown after paid work is not repeated either', () => {
  const thrown = new SifakaError('store', 'it failed')
  expect(headersOf(asServiceError(thrown)!)).toEqual({ 'retry-after': '5' })
  const paid = thrown.withUsage({ ...noUsage, calls: 1 })
  expect(headersOf(asServiceError(paid)!)).toEqual({ 'x-should-retry': 'false' })
})

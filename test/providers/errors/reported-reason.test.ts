/** The reason of an error reaches the user, wherever the server puts it. */
import { describe, expect, it } from 'vitest'
import { readReason } from '../../../src/providers/errors/reported-reason.ts'

describe('the message of an error is found', () => {
  it.each<[string, unknown, string]>([
    ['below error.message', { error: { message: 'No.' } }, 'No.'],
    ['as error', { error: 'No.' }, 'No.'],
    ['below message', { message: 'No.' }, 'No.'],
    ['below message as an object', { message: { detail: [{ msg: 'No.' }] } }, 'No.'],
    ['below detail', { detail: 'No.' }, 'No.'],
    ['in a list of FastAPI', { detail: [{ loc: ['body', 'n'], msg: 'No.', type: 'x' }] }, 'body.n: No.'],
    ['below errors[0].message', { errors: [{ message: 'No.' }] }, 'No.'],
    ['in errors of texts', { errors: ['No.', 'Never.'] }, 'No.; Never.'],
    ['in a list, as Google sends it', [{ error: { code: 400, message: 'No.' } }], 'No.'],
    [
      "in OpenRouter's metadata, as JSON",
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: '{"error":{"message":"No."}}', provider_name: 'X' },
        },
      },
      'Provider returned error: No.',
    ],
    [
      "in OpenRouter's metadata, as text",
      { error: { message: 'Provider returned error', metadata: { raw: 'No.' } } },
      'Provider returned error: No.',
    ],
    ['in problem details', { type: 'about:blank', title: 'Bad', status: 400, detail: 'No.' }, 'No.'],
    ['in problem details without detail', { type: 'about:blank', title: 'No.' }, 'No.'],
    ['below error_description', { error_description: 'No.' }, 'No.'],
    ['as a text', 'No.', 'No.'],
    ['in the title of a page', '<html><title>No.</title><body>x</body></html>', 'No.'],
  ])('%s', (_, body, message) => {
    expect(readReason(body).message).toBe(message)
  })

  it.each([null, 7, [], {}, { error: {} }, { error: null }])('and empty in %j', (body) => {
    expect(readReason(body).message).toBe('')
  })
})

describe('beside the message, an error tells', () => {
  it('its code, type and field', () => {
    expect(
      readReason({ error: { message: 'No.', code: 'unsupported_value', type: 'x', param: 'temperature' } }),
    ).toMatchObject({ codes: 'unsupported_value x', field: 'temperature' })
  })

  it.each<[string, unknown, number | undefined]>([
    ['a code that is a status', { error: { code: 402 } }, 402],
    ['a code that is a status in words', { error: { code: '429' } }, 429],
    ['the status of problem details', { title: 'x', status: 503 }, 503],
    ['no status', { error: { code: 'x' } }, undefined],
    ['a code that is no status', { error: { code: 12 } }, undefined],
  ])('%s', (_, body, status) => {
    expect(readReason(body).status).toBe(status)
  })

  it('when to try again, as Google states it', () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17.5s' },
    ]
    expect(readReason([{ error: { code: 429, message: 'Quota', details } }]).retryAfterMs).toBe(17_500)
    expect(readReason({ error: { details: [{ retryDelay: 'soon' }] } }).retryAfterMs).toBeUndefined()
  })
})

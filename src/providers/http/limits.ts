/** What bounds a call, and the errors that say so. */
import { LONGEST_DELAY_MS } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'

export interface Limits {
  /**
   * For the name to be found, the connection to be made and encryption to be agreed upon, 10 s by default; a proxy
   * has as long again for its tunnel.
   */
  readonly connectMs: number
  /**
   * From the request to the beginning of the answer. None by default: an answer in one piece begins when all of it
   * is written, so only the caller knows how long that may take.
   */
  readonly headersMs: number | undefined
  /** Between two pieces of an answer, 60 s by default. */
  readonly idleMs: number
  /** Of one answer, decompressed; 64 MB by default. */
  readonly answerBytes: number
}

export const limitsOf = ({
  connectMs = 10_000,
  headersMs,
  idleMs = 60_000,
  answerBytes = 64 * 2 ** 20,
}: { readonly [Name in keyof Limits]?: Limits[Name] | undefined }): Limits => ({
  connectMs,
  headersMs,
  idleMs: Math.min(idleMs, LONGEST_DELAY_MS),
  answerBytes,
})

// The SDKs replace errors that speak of a "timeout" by one of their own, which says neither what nor where.

export const notConnected = (where: string, limitMs: number): ProviderError =>
  new ProviderError('timeout', `no connection to ${where} within ${limitMs / 1000} s`, {
    hint: 'check the network, the base URL, and HTTPS_PROXY if you need a proxy',
  })

export const notAnswered = (where: string, limitMs: number): ProviderError =>
  new ProviderError('timeout', `${where} did not begin to answer within ${limitMs / 1000} s`, {
    hint: 'ask for a streamed answer, which begins sooner, or for less text',
  })

export const silent = (where: string, limitMs: number): ProviderError =>
  new ProviderError('timeout', `${where} fell silent in the middle of an answer for ${limitMs / 1000} s`, {
    hint: 'this passes as a rule; if not, the server or a proxy before it holds answers back',
  })

export const tooLarge = (where: string, limitBytes: number): ProviderError =>
  new ProviderError('protocol', `an answer of ${where} is larger than ${limitBytes / 2 ** 20} MB`, {
    hint: 'no model writes that much: check the base URL',
  })

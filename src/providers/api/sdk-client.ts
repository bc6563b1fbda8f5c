/**
 * Models that use a vendor's SDK only to authenticate, encode and decode; sifaka handles timeouts, retries
 * and events.
 */
import { MAX_TIMER_DELAY_MS } from '../../core/clock.ts'
import type { ProviderErrorKind } from '../../core/error-codes.ts'
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { Answer, ServiceTier } from '../../core/types.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { causeChain } from '../errors/network-errors.ts'
import type { RateLimitHeaders } from '../errors/rate-limit-headers.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { jsonOrText, readReason, type ReportedReason } from '../errors/reported-reason.ts'
import { toProviderError, type ErrorHints } from '../errors/to-provider-error.ts'
import { callUsage } from '../pricing/call-usage.ts'
import { costEstimator, priceOf, type Price, type PriceList } from '../pricing/prices.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import {
  adaptToProse,
  adaptToRefusal,
  createFormReporter,
  droppedSettings,
  isProse,
} from './adapt-request.ts'
import { RequestForm, type RefusablePart, type RequestPart, type StructuredMode } from './request-form.ts'

/**
 * The method that all three SDKs have. Its promise resolves to the answer; `asResponse` resolves before the
 * body is read.
 */
export interface SdkClient {
  post(
    path: string,
    options: { readonly body: object; readonly stream: boolean; readonly signal: AbortSignal },
  ): PromiseLike<unknown> & { asResponse(): Promise<SdkResponse> }
}

export interface SdkResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface ApiServer {
  readonly baseURL: string
  /** Undefined if the server needs no key. */
  readonly key: string | undefined
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly hints: ErrorHints
  readonly rateLimitHeaders: RateLimitHeaders
  readonly prices: PriceList
  /** Imports the SDK. Called once, by the first request. */
  readonly load: (options: SdkOptions) => Promise<SdkClient>
}

export interface ApiCall {
  readonly client: SdkClient
  /** The part after the colon in `provider:model`. */
  readonly modelId: string
  readonly request: ModelRequest
  readonly form: RequestForm
  readonly scope: Scope
  readonly rateLimitHeaders: RateLimitHeaders
  /** The price for a model name that a response contains. */
  readonly priceOf: (model: string) => Price | undefined
}

/** What the APIs do in their own ways. */
export interface Api {
  /** How a model is asked for JSON, strictest way first. */
  readonly structuredModes: (modelId: string) => readonly StructuredMode[]
  /** Parts of a request that the API does not have. */
  readonly unsupported: readonly RequestPart[]
  /** The API's names of the service tiers that it has. */
  readonly serviceTiers: Readonly<Partial<Record<ServiceTier, string>>>
  readonly refusable: readonly RefusablePart[]
  readonly compose: (call: Omit<ApiCall, 'client'>) => Readonly<Record<string, unknown>>
  readonly send: (call: ApiCall, body: object) => Promise<Answer>
}

/** Calls of the models reject only with the reason of the aborted signal or with a `ProviderError`. */
export function createSdkProvider(server: ApiServer, needs: ProviderNeeds, api: Api): Provider {
  let loading: Promise<SdkClient> | undefined
  const load = async () => server.load(sdkOptions(server, await needs.fetch()))
  const lookUpPrice = cachedPriceOf(server, needs)
  const forms = new DefaultMap(
    (modelId: string) => new RequestForm(api.structuredModes(modelId), api.unsupported),
  )
  const say = createFormReporter(needs)
  const { baseURL, rateLimitHeaders } = server
  return {
    model: (modelId) => ({
      name: `${needs.name}:${modelId}`,
      address: baseURL,
      cost: costEstimator(lookUpPrice(modelId, modelId)),
      async generate(request, outer) {
        const client = await (loading ??= load())
        const { scope, abort, release } = openChildScope(outer)
        const form = forms.get(modelId)
        const priceOf = (model: string) => lookUpPrice(model, modelId)
        const call = { client, modelId, request, form, scope, rateLimitHeaders, priceOf }
        const sent = { request, body: api.compose(call), form, revision: form.revision }
        const dropped = droppedSettings(request, form, api.serviceTiers)
        try {
          const answer = await api.send(call, sent.body)
          if (isProse(request, answer) && adaptToProse(sent)) {
            throw new ProviderError('adapted', 'prose instead of JSON', { usage: answer.usage })
          }
          return dropped.length === 0 ? answer : { ...answer, dropped }
        } catch (error) {
          // Closes the connection, in case the answer was not read to its end.
          abort('failed')
          outer.signal.throwIfAborted()
          const now = outer.clock.date()
          const failure = toProviderError(error, { ...server, provider: needs.name, modelId, now })
          if (failure.kind === 'answer-unusable' && !failure.usage) {
            throw failure.withUsage(callUsage({}, { request, written: '', price: priceOf(modelId) }))
          }
          const reason = findReason(error)
          if (!reason || !MAY_NAME_A_PART.has(failure.kind)) throw failure
          throw adaptToRefusal(sent, reason, api.refusable) ? adapted(failure) : failure
        } finally {
          say(modelId, form, dropped)
          release()
        }
      },
    }),
  }
}

/** Some servers report a part that they do not support as an internal error. */
const MAY_NAME_A_PART: ReadonlySet<ProviderErrorKind> = new Set(['input', 'server'])

const findReason = (error: unknown): ReportedReason | undefined => {
  const reported = causeChain(error).find((each) => each instanceof ReportedError)
  return reported && readReason(reported.body)
}

const adapted = ({ message, status, requestId }: ProviderError): ProviderError =>
  new ProviderError('adapted', message, { status, requestId })

/** Caches prices, since every answer needs a price, and each lookup searches a long list. */
function cachedPriceOf({ prices: builtIn }: ApiServer, { name: provider, prices: own }: ProviderNeeds) {
  const known = new Map<string, Price | undefined>()
  return (reported: string, requested: string): Price | undefined => {
    if (!known.has(reported)) known.set(reported, priceOf([reported, requested], { builtIn, own, provider }))
    return known.get(reported)
  }
}

type SdkOptions = ReturnType<typeof sdkOptions>

/** Sets all options that an SDK would otherwise choose itself or read from the environment. */
const sdkOptions = ({ key, keyHeader, baseURL }: ApiServer, fetch: typeof globalThis.fetch) =>
  ({
    apiKey: key ?? 'none',
    baseURL,
    fetch: withAllowedHeaders(fetch, authHeader(key, keyHeader)),
    maxRetries: 0,
    timeout: MAX_TIMER_DELAY_MS,
    logLevel: 'off',
  }) as const

const authHeader = (
  key: string | undefined,
  header: ApiServer['keyHeader'],
): Readonly<Record<string, string>> =>
  key === undefined ? {} : { [header]: header === 'authorization' ? `Bearer ${key}` : key }

const ALLOWED_HEADERS = /^(accept|anthropic-version|content-type|openai-(organization|project)|user-agent)$/

/**
 * Passes on only allowed headers: SDKs add headers that describe the user's machine, and those in
 * `*_CUSTOM_HEADERS`.
 */
const withAllowedHeaders =
  (fetch: typeof globalThis.fetch, authHeader: Readonly<Record<string, string>>): typeof globalThis.fetch =>
  async (url, init = {}) => {
    const headers: Record<string, string> = {}
    // The SDKs always pass `Headers`. Copying them first would double the cost of this function.
    for (const [name, value] of init.headers as Headers) if (ALLOWED_HEADERS.test(name)) headers[name] = value
    const response = await fetch(url, { ...init, headers: Object.assign(headers, authHeader) })
    if (response.ok) return response
    // The SDKs would discard all of the body but its field `error`.
    const getHeader = (name: string) => response.headers.get(name) ?? undefined
    throw new ReportedError({ status: response.status, getHeader, body: jsonOrText(await response.text()) })
  }

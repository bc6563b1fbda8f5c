/**
 * Models that use a vendor's SDK only to authenticate, encode and decode; sifaka handles timeouts, retries
 * and events.
 */
import { MAX_TIMER_DELAY_MS } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Answer, ServiceTier } from '../../core/types.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { hideSecrets, secretsOf, withAccess, type Access } from '../access.ts'
import type { RateLimitHeaders } from '../errors/rate-limit-headers.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { jsonOrText } from '../errors/reported-reason.ts'
import { toProviderError, type ErrorHints } from '../errors/to-provider-error.ts'
import { callUsage } from '../pricing/call-usage.ts'
import { costEstimator, priceOf, type Price, type PriceList } from '../pricing/prices.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import {
  adaptToError,
  adaptToProse,
  createFormReporter,
  droppedSettings,
  isProse,
  withAvailableTier,
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

export interface ApiServer extends Access {
  readonly baseURL: string
  /** Fields that every request contains. They take precedence, and are sent even if the server refuses them. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
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

/** What differs between the APIs. */
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
  const load = async () => server.load(sdkOptions(server, await needs.fetch(server.tls)))
  const lookUpPrice = cachedPriceOf(server, needs)
  const forms = new DefaultMap(
    (modelId: string) => new RequestForm(api.structuredModes(modelId), api.unsupported),
  )
  const hide = (text: string) => hideSecrets(text, secretsOf(server))
  const say = createFormReporter({
    ...needs,
    warn: (line) => needs.warn?.(hide(line)),
    inform: (line) => needs.inform?.(hide(line)),
  })
  const { baseURL, rateLimitHeaders, query, body: ownFields = {} } = server
  const refusable = api.refusable.filter(({ fields }) => !fields.some((field) => field in ownFields))
  const mayDropSchema = refusable.some(({ part }) => part === 'structured')
  return {
    model: (modelId) => ({
      name: `${needs.name}:${modelId}`,
      // Calls that differ in these fields have different answers.
      address: query || server.body ? hide(JSON.stringify([baseURL, query, ownFields])) : baseURL,
      cost: costEstimator(lookUpPrice(modelId, modelId)),
      async generate(given, scope) {
        const client = await (loading ??= load())
        const form = forms.get(modelId)
        const request = withAvailableTier(given, form, scope.clock.now())
        const priceOf = (model: string) => lookUpPrice(model, modelId)
        const call = { client, modelId, request, form, scope, rateLimitHeaders, priceOf }
        const sent = { request, body: { ...api.compose(call), ...ownFields }, form, revision: form.revision }
        const dropped = droppedSettings(request, form, api.serviceTiers)
        try {
          const received = await api.send(call, sent.body)
          // A server may echo the key where it should name the model.
          const answer = { ...received, model: hide(received.model) }
          if (mayDropSchema && isProse(request, answer) && adaptToProse(sent)) {
            throw new ProviderError('adapted', 'prose instead of JSON', { usage: answer.usage })
          }
          return dropped.length === 0 ? answer : { ...answer, dropped }
        } catch (error) {
          scope.signal.throwIfAborted()
          const now = scope.clock.date()
          const failed = { ...server, secrets: secretsOf(server), provider: needs.name, modelId, now }
          const failure = toProviderError(error, failed)
          if (failure.kind === 'answer-unusable' && !failure.usage) {
            throw failure.withUsage(callUsage({}, { request, written: '', price: priceOf(modelId) }))
          }
          throw adaptToError(sent, { error, failure, nowMs: scope.clock.now() }, refusable)
        } finally {
          say(modelId, form, dropped)
        }
      },
    }),
  }
}

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
const sdkOptions = (server: ApiServer, fetch: typeof globalThis.fetch) =>
  ({
    // The key is added by `withAccess`.
    apiKey: 'none',
    baseURL: server.baseURL,
    fetch: withAllowedHeaders(withAccess(fetch, server)),
    maxRetries: 0,
    timeout: MAX_TIMER_DELAY_MS,
    logLevel: 'off',
  }) as const

const ALLOWED_HEADERS = [
  'accept',
  'anthropic-version',
  'content-type',
  'openai-organization',
  'openai-project',
  'user-agent',
]

/**
 * Passes on only allowed headers: SDKs add headers that describe the user's machine, and those in
 * `*_CUSTOM_HEADERS`.
 */
const withAllowedHeaders =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (url, init = {}) => {
    // The SDKs always pass `Headers`, which sort themselves in a loop over them.
    const given = init.headers as Headers
    const headers: Record<string, string> = {}
    for (const name of ALLOWED_HEADERS) {
      const value = given.get(name)
      if (value !== null) headers[name] = value
    }
    const response = await fetch(url, { ...init, headers })
    if (response.ok) return response
    // The SDKs would discard all of the body but its field `error`.
    const getHeader = (name: string) => response.headers.get(name) ?? undefined
    throw new ReportedError({ status: response.status, getHeader, body: jsonOrText(await response.text()) })
  }

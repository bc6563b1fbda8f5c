/** Models that use a vendor's SDK only to sign, encode and decode; sifaka does timeouts, retries and events itself. */
import { MAX_TIMER_DELAY_MS } from '../../core/clock.ts'
import type { ModelRequest } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { Answer } from '../../core/types.ts'
import type { RateLimitHeaders } from '../errors/rate-limit-headers.ts'
import { toProviderError, type ErrorHints } from '../errors/to-provider-error.ts'
import { costEstimator, priceOf, type Price, type PriceList } from '../pricing/prices.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'

/** What the three SDKs have in common: a promise of the answer, and of the response before its body is read. */
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
  /** Undefined if the server needs none. */
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
  /** The model's name without the provider's. */
  readonly modelId: string
  readonly request: ModelRequest
  readonly scope: Scope
  readonly rateLimitHeaders: RateLimitHeaders
  /** The price of the model under the name in the response. */
  readonly priceOf: (model: string) => Price | undefined
}

/** The models reject with the signal's reason once it is aborted, else only with a `ProviderError`. */
export function createSdkProvider(
  server: ApiServer,
  needs: ProviderNeeds,
  requestAnswer: (call: ApiCall) => Promise<Answer>,
): Provider {
  let loading: Promise<SdkClient> | undefined
  const load = async () => server.load(sdkOptions(server, await needs.fetch()))
  const lookUpPrice = cachedPriceOf(server, needs)
  const { baseURL, rateLimitHeaders } = server
  return {
    model: (modelId) => ({
      name: `${needs.name}:${modelId}`,
      address: baseURL,
      cost: costEstimator(lookUpPrice(modelId, modelId)),
      async generate(request, outer) {
        const client = await (loading ??= load())
        const { scope, abort, release } = openChildScope(outer)
        try {
          const price = (model: string) => lookUpPrice(model, modelId)
          return await requestAnswer({ client, modelId, request, scope, rateLimitHeaders, priceOf: price })
        } catch (error) {
          // Frees the connection if the rest of the answer is not read.
          abort('failed')
          outer.signal.throwIfAborted()
          const now = outer.clock.date()
          throw toProviderError(error, { ...server, provider: needs.name, modelId, now })
        } finally {
          release()
        }
      },
    }),
  }
}

/** A lookup searches a long list of prices, and every answer needs one. */
function cachedPriceOf({ prices: builtIn }: ApiServer, { name: provider, prices: own }: ProviderNeeds) {
  const known = new Map<string, Price | undefined>()
  return (reported: string, requested: string): Price | undefined => {
    if (!known.has(reported)) known.set(reported, priceOf([reported, requested], { builtIn, own, provider }))
    return known.get(reported)
  }
}

type SdkOptions = ReturnType<typeof sdkOptions>

/** Everything that an SDK would otherwise decide itself or read from the process. */
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

/** SDKs also send facts about this machine, and the headers in `*_CUSTOM_HEADERS` to any server. */
const withAllowedHeaders =
  (fetch: typeof globalThis.fetch, authHeader: Readonly<Record<string, string>>): typeof globalThis.fetch =>
  (url, init = {}) => {
    const headers: Record<string, string> = {}
    // The SDKs pass `Headers`; copying them first would cost as much as all that follows.
    for (const [name, value] of init.headers as Headers) if (ALLOWED_HEADERS.test(name)) headers[name] = value
    return fetch(url, { ...init, headers: Object.assign(headers, authHeader) })
  }

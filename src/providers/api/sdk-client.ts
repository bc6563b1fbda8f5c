/** Models whose requests have the address and the headers that a vendor's SDK composes; sifaka sends them itself. */
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Answer, ServiceTier } from '../../core/types.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { digest } from '../../util/hash.ts'
import { hideSecrets, isKeyHeader, secretsOf, withAccess, type Access } from '../access.ts'
import type { RateLimitHeaders } from '../errors/rate-limit-headers.ts'
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

/** The only method of the three SDKs that is used. */
export interface SdkClient {
  buildRequest(options: {
    readonly method: 'post'
    readonly path: string
    readonly body: object
  }): Promise<{ readonly url: string; readonly req: { readonly headers: Headers } }>
}

/** Sends a request body. Resolves when the headers of the response have arrived. */
export type Post = (body: string, signal: AbortSignal) => Promise<Response>

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
  readonly post: Post
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
  readonly path: string
  /** How a model is asked for JSON, strictest way first. */
  readonly structuredModes: (modelId: string) => readonly StructuredMode[]
  /** Parts of a request that the API does not have. */
  readonly unsupported: readonly RequestPart[]
  /** The API's names of the service tiers that it has. */
  readonly serviceTiers: Readonly<Partial<Record<ServiceTier, string>>>
  readonly refusable: readonly RefusablePart[]
  readonly compose: (call: Omit<ApiCall, 'post'>) => Readonly<Record<string, unknown>>
  readonly send: (call: ApiCall, body: object) => Promise<Answer>
}

/** Calls of the models reject only with the reason of the aborted signal or with a `ProviderError`. */
export function createSdkProvider(server: ApiServer, needs: ProviderNeeds, api: Api): Provider {
  let opening: Promise<Post> | undefined
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
  const headers = digestOfHeaders(server, hide)
  // Calls that differ in these fields have different answers.
  const address =
    query || server.body || headers ? hide(JSON.stringify([baseURL, query, ownFields, headers])) : baseURL
  const refusable = api.refusable.filter(({ fields }) => !fields.some((field) => field in ownFields))
  const mayDropSchema = refusable.some(({ part }) => part === 'structured')
  return {
    model: (modelId) => ({
      name: `${needs.name}:${modelId}`,
      address,
      cost: costEstimator(lookUpPrice(modelId, modelId)),
      async generate(given, scope) {
        const post = await (opening ??= openPost(server, needs, api.path))
        const form = forms.get(modelId)
        const request = withAvailableTier(given, form, scope.clock.now())
        const priceOf = (model: string) => lookUpPrice(model, modelId)
        const call = { post, modelId, request, form, scope, rateLimitHeaders, priceOf }
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

const SDK_OPTIONS = {
  // The key is added by `withAccess`.
  apiKey: 'none',
  logLevel: 'off',
} as const

type SdkOptions = typeof SDK_OPTIONS & Pick<ApiServer, 'baseURL'>

/** A digest of the configured headers, without those for keys and without secrets; undefined if there are none. */
function digestOfHeaders(
  { headers = {} }: Pick<ApiServer, 'headers'>,
  hide: (text: string) => string,
): string | undefined {
  const counted = Object.entries(headers).filter(([name]) => !isKeyHeader(name))
  return counted.length === 0 ? undefined : digest(hide(JSON.stringify(counted)))
}

/**
 * The SDK composes one request. All calls have its address and headers, since to compose each request costs CPU time.
 */
async function openPost(server: ApiServer, { fetch }: ProviderNeeds, path: string): Promise<Post> {
  const send = withAccess(await fetch(server.tls), server)
  const client = await server.load({ ...SDK_OPTIONS, baseURL: server.baseURL })
  const { url, req } = await client.buildRequest({ method: 'post', path, body: {} })
  const headers = allowedHeaders(req.headers)
  const address = new URL(url)
  return (body, signal) => send(address, { method: 'POST', headers, body, signal })
}

const ALLOWED_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'anthropic-version',
  'content-type',
  'openai-organization',
  'openai-project',
  'user-agent',
])

/** Drops the headers of the SDKs that describe the user's machine, and those in `*_CUSTOM_HEADERS`. */
const allowedHeaders = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].filter(([name]) => ALLOWED_HEADERS.has(name)))

/** How every SDK is held: it signs, encodes and decodes one request; time, retries and events are ours. */
import { LONGEST_DELAY_MS } from '../../core/clock.ts'
import type { ModelRequest } from '../../core/ports.ts'
import { childScope, type Scope } from '../../core/scope.ts'
import type { Answer } from '../../core/types.ts'
import { toProviderError, type Hints } from '../errors/errors.ts'
import type { Price } from '../pricing/price-list.ts'
import { estimatedCost, priceOf } from '../pricing/prices.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import type { LimitStyle } from '../errors/rate-limits.ts'

/** What the three SDKs have in common: a promise of the answer, and before that of its headers. */
export interface Client {
  post(
    path: string,
    options: { readonly body: object; readonly stream: boolean; readonly signal: AbortSignal },
  ): PromiseLike<unknown> & { asResponse(): Promise<Reply> }
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface Server {
  readonly baseURL: string
  /** Undefined where none is wanted. */
  readonly key: string | undefined
  /** Where the key travels. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly hints: Hints
  readonly limits: LimitStyle
  /** Of every model that has none of its own; without it, the cost of such a model is unknown. */
  readonly price?: Price | undefined
  /** Imports the SDK. Called once, by the first request. */
  readonly load: (options: SdkOptions) => Promise<Client>
}

export interface Call {
  readonly client: Client
  /** The model's name without the provider's. */
  readonly id: string
  readonly request: ModelRequest
  readonly scope: Scope
  readonly limits: LimitStyle
  /** The price of the model, by the name that the provider gives it. */
  readonly price: (model: string) => Price | undefined
}

/** Models that answer by `ask`. They throw the signal's reason once aborted, else nothing but `ProviderError`. */
export function providerOf(
  server: Server,
  needs: ProviderNeeds,
  ask: (call: Call) => Promise<Answer>,
): Provider {
  let loaded: Promise<Client> | undefined
  const load = async () => server.load(sdkOptions(server, await needs.fetch()))
  const price = pricing(server, needs)
  return {
    model: (id) => ({
      name: `${needs.name}:${id}`,
      address: server.baseURL,
      cost: estimatedCost(price(id, id)),
      async generate(request, outer) {
        const client = await (loaded ??= load())
        const { scope, abort, release } = childScope(outer)
        try {
          return await ask({
            client,
            id,
            request,
            scope,
            limits: server.limits,
            price: (model) => price(model, id),
          })
        } catch (error) {
          // An answer that nobody reads to its end would keep its connection.
          abort('failed')
          outer.signal.throwIfAborted()
          throw toProviderError(error, { ...server, name: needs.name, id, now: outer.clock.date() })
        } finally {
          release()
        }
      },
    }),
  }
}

/** Looked up once a name. */
function pricing({ price: usual }: Server, { name, prices }: ProviderNeeds) {
  const known = new Map<string, Price | undefined>()
  return (reported: string, asked: string): Price | undefined => {
    if (!known.has(reported)) known.set(reported, priceOf(name, [reported, asked], prices) ?? usual)
    return known.get(reported)
  }
}

type SdkOptions = ReturnType<typeof sdkOptions>

/** All that an SDK would otherwise decide, or read from the process, for itself. */
const sdkOptions = ({ key, keyHeader, baseURL }: Server, fetch: typeof globalThis.fetch) =>
  ({
    apiKey: key ?? 'none',
    baseURL,
    fetch: reticent(fetch, signature(key, keyHeader)),
    maxRetries: 0,
    timeout: LONGEST_DELAY_MS,
    logLevel: 'off',
  }) as const

const signature = (key: string | undefined, header: Server['keyHeader']): Readonly<Record<string, string>> =>
  key === undefined ? {} : { [header]: header === 'authorization' ? `Bearer ${key}` : key }

const SENT = /^(accept|anthropic-version|content-type|openai-(organization|project)|user-agent)$/

/** No other headers are sent: SDKs add facts about this machine, and `*_CUSTOM_HEADERS` to whatever server. */
const reticent =
  (fetch: typeof globalThis.fetch, signature: Readonly<Record<string, string>>): typeof globalThis.fetch =>
  (url, init = {}) => {
    const headers: Record<string, string> = {}
    // As the SDKs build them; another copy would cost as much as all that follows.
    for (const [name, value] of init.headers as Headers) if (SENT.test(name)) headers[name] = value
    return fetch(url, { ...init, headers: Object.assign(headers, signature) })
  }

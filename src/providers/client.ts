/** How every SDK is held: it signs, encodes and decodes one request; time, retries and events are ours. */
import { LONGEST_DELAY_MS } from '../core/clock.ts'
import { ProviderError } from '../core/errors.ts'
import type { ModelRequest } from '../core/ports.ts'
import { childScope, type Scope } from '../core/scope.ts'
import type { Answer, Usage } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import { toProviderError, type Hints } from './errors.ts'
import { eventsOf } from './events.ts'
import type { Provider, ProviderNeeds } from './provider.ts'

/** What the three SDKs have in common. */
interface Client {
  post(
    path: string,
    options: { readonly body: object; readonly stream: boolean; readonly signal: AbortSignal },
  ): { withResponse(): Promise<{ readonly data: unknown; readonly response: Reply }> }
}

interface Reply {
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface Server {
  readonly baseURL: string
  /** Undefined where none is wanted. */
  readonly key: string | undefined
  /** Where the key travels. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly hints: Hints
  /** Imports the SDK. Called once, by the first request. */
  readonly load: (options: SdkOptions) => Promise<Client>
}

export interface Call {
  readonly client: Client
  /** The model's name without the provider's. */
  readonly id: string
  readonly request: ModelRequest
  readonly scope: Scope
}

/** Models that answer by `ask`. They throw the signal's reason once aborted, else nothing but `ProviderError`. */
export function providerOf(
  server: Server,
  needs: ProviderNeeds,
  ask: (call: Call) => Promise<Answer>,
): Provider {
  let loaded: Promise<Client> | undefined
  const load = async () => server.load(sdkOptions(server, await needs.fetch()))
  return {
    model: (id) => ({
      name: `${needs.name}:${id}`,
      async generate(request, outer) {
        const client = await (loaded ??= load())
        const { scope, abort, release } = childScope(outer)
        try {
          return await ask({ client, id, request, scope })
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

/** Sends, and gives the answer in parts: the events of a stream, or the whole as a single one. */
export async function send(
  { client, scope }: Call,
  path: string,
  body: object & { stream?: boolean | undefined },
) {
  const stream = body.stream ?? false
  const { data, response } = await client.post(path, { body, stream, signal: scope.signal }).withResponse()
  const header = (name: string) => response.headers.get(name) ?? undefined
  const type = header('content-type') ?? 'plain text'
  if (typeof data === 'string') throw new ProviderError('protocol', `${type} instead of JSON: ${data}`)
  if (!stream) return { parts: [data], header }
  // Anything else has no events, and would look like a stream that was cut off.
  if (isStream(data) && !/html|json/.test(type)) return { parts: eventsOf(response), header }
  throw new ProviderError('protocol', `${type} instead of a stream of events`)
}

const isStream = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === 'object' && data !== null && Symbol.asyncIterator in data

type Count = number | null | undefined

const CHARACTERS_PER_TOKEN = 4
const estimate = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/** What the provider counted, and an estimate of what it did not. */
export const usageOf = (
  { input, output, cached }: { input: Count; output: Count; cached: Count },
  request: ModelRequest,
  text: string,
): Usage => ({
  ...noUsage,
  calls: 1,
  inputTokens: input ?? estimate(request.messages.map(({ content }) => content).join('')),
  outputTokens: output ?? estimate(text),
  cachedInputTokens: cached ?? 0,
  costUsd: null,
})

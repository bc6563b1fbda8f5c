import { estimateRequestTokens } from '../core/request-tokens.ts'
import { createCompatibleProvider } from './compatible.ts'
import { modelsRequestTo, readBaseUrl } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { FREE } from './pricing/prices.ts'
import type { Provider, ProviderDefinition, ProviderNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const DEFAULT_URL = 'http://127.0.0.1:11434'

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl.optional().describe(`base URL of Ollama; default: OLLAMA_HOST, ${DEFAULT_URL}`),
}))

export const ollama: ProviderDefinition<typeof options> = {
  name: 'ollama',
  summary: 'local models, by Ollama; needs no key',
  options,
  keyVariables: () => [],
  prices: FREE,
  create({ baseUrl }, needs) {
    const host = hostOf(baseUrl, needs.env)
    const hints = {
      connection: `check that Ollama is running at ${host}; start it with: ollama serve`,
      'not-found': 'list the installed models with: ollama list; install one with: ollama pull NAME',
    }
    const server = { baseURL: `${host}/v1`, key: undefined, hints, prices: FREE }
    const provider = createCompatibleProvider({ ...server, structured: () => 'json_schema' }, needs)
    return withContextWarning(provider, needs)
  },
  modelsRequest: ({ baseUrl }, { env }) => modelsRequestTo(`${hostOf(baseUrl, env)}/v1`, { key: undefined }),
}

function hostOf(baseUrl: string | undefined, env: ProviderNeeds['env']): string {
  const address = { OLLAMA_HOST: parseOllamaHost(env['OLLAMA_HOST']) }
  return readBaseUrl(baseUrl, address, 'OLLAMA_HOST', DEFAULT_URL).replace(/\/+$/, '')
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/**
 * Reads an address as Ollama does: scheme, host and port may be missing, and an invalid port counts as missing. Servers
 * listen at 0.0.0.0 and [::], which mean this machine. https://github.com/ollama/ollama/blob/main/envconfig/config.go
 */
function parseOllamaHost(text = ''): string {
  const trimmed = text
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .trim()
  if (trimmed === '') return ''
  const [, scheme, rest = ''] = /^(?:(.*?):\/\/)?(.*)$/s.exec(trimmed) ?? []
  const [, address = '', path = ''] = /^([^/]*)(.*)$/s.exec(rest) ?? []
  const defaultPort = (scheme !== undefined && DEFAULT_PORTS[scheme]) || '11434'
  // More than one colon without brackets is an IPv6 address without a port.
  const [, host = '', port = ''] = /^(\[.*\]|[^:]*)(?::([^:]*))?$/.exec(address) ?? ['', `[${address}]`]
  const isPort = /^\d+$/.test(port) && Number(port) <= 65_535
  const name = { '': '127.0.0.1', '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }[host] ?? host
  return `${scheme ?? 'http'}://${name}:${isPort ? port : defaultPort}${path}`
}

/** Unless a user sets a shorter context, Ollama has at least this context, so prompts up to this length fit. */
const MIN_CONTEXT_TOKENS = 2048

/** Ollama silently removes the beginning of a prompt that is longer than the context of its model. */
function withContextWarning(provider: Provider, { name, warn }: ProviderNeeds): Provider {
  const warned = new Set<string>()
  return {
    model(id) {
      const model = provider.model(id)
      return {
        ...model,
        async generate(request, scope) {
          const answer = await model.generate(request, scope)
          const { inputTokens, cachedInputTokens } = answer.usage
          // Ollama does not count a schema as a part of the prompt.
          const expected = estimateRequestTokens({ messages: request.messages })
          const isCut =
            expected >= MIN_CONTEXT_TOKENS && inputTokens < expected / 2 && cachedInputTokens === 0
          if (isCut && !warned.has(id)) {
            warned.add(id)
            warn?.(
              `${name}:${id} read only ${inputTokens} of about ${expected} tokens of the prompt; raise its context length with OLLAMA_CONTEXT_LENGTH or num_ctx`,
            )
          }
          return answer
        },
      }
    },
  }
}

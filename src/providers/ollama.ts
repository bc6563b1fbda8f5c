import * as z from 'zod'
import { createCompatibleProvider } from './compatible.ts'
import { baseUrlSchema, readBaseUrl } from './environment.ts'
import { FREE } from './pricing/price-list.ts'
import type { ProviderDefinition } from './provider.ts'

const DEFAULT_URL = 'http://127.0.0.1:11434'

const options = z.strictObject({
  baseUrl: baseUrlSchema.optional().describe(`base URL of Ollama; default: OLLAMA_HOST, ${DEFAULT_URL}`),
})

export const ollama: ProviderDefinition<typeof options> = {
  name: 'ollama',
  summary: 'local models, by Ollama; needs no key',
  options,
  keyVariables: () => [],
  prices: FREE,
  create({ baseUrl }, needs) {
    const env = { OLLAMA_HOST: parseOllamaHost(needs.env['OLLAMA_HOST']) }
    const host = readBaseUrl(baseUrl, env, 'OLLAMA_HOST', DEFAULT_URL).replace(/\/+$/, '')
    const hints = {
      connection: `is Ollama running at ${host}? start it with: ollama serve`,
      'not-found': 'list the installed models with: ollama list; install one with: ollama pull NAME',
    }
    return createCompatibleProvider(
      { baseURL: `${host}/v1`, key: undefined, structured: 'json_schema', hints, prices: FREE },
      needs,
    )
  },
}

/** As in Ollama, scheme and port may be missing, and a server that listens at 0.0.0.0 is local. */
function parseOllamaHost(text = ''): string {
  const host = text.trim().replace('0.0.0.0', '127.0.0.1')
  if (host === '' || host.includes('://')) return host
  return /:\d+(\/|$)/.test(host) ? `http://${host}` : `http://${host}:11434`
}

import * as z from 'zod'
import { createCompatibleProvider } from './compatible.ts'
import { baseUrlSchema, modelsRequestTo, readBaseUrl } from './environment.ts'
import { FREE } from './pricing/prices.ts'
import type { ProviderDefinition, ProviderNeeds } from './provider.ts'

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
    const host = hostOf(baseUrl, needs.env)
    const hints = {
      connection: `check that Ollama is running at ${host}; start it with: ollama serve`,
      'not-found': 'list the installed models with: ollama list; install one with: ollama pull NAME',
    }
    return createCompatibleProvider(
      { baseURL: `${host}/v1`, key: undefined, structured: () => 'json_schema', hints, prices: FREE },
      needs,
    )
  },
  modelsRequest: ({ baseUrl }, { env }) => modelsRequestTo(`${hostOf(baseUrl, env)}/v1`, undefined),
}

function hostOf(baseUrl: string | undefined, env: ProviderNeeds['env']): string {
  const address = { OLLAMA_HOST: parseOllamaHost(env['OLLAMA_HOST']) }
  return readBaseUrl(baseUrl, address, 'OLLAMA_HOST', DEFAULT_URL).replace(/\/+$/, '')
}

/** Reads an address as Ollama does: scheme and port may be missing, and 0.0.0.0 means this machine. */
function parseOllamaHost(text = ''): string {
  const host = text.trim().replace('0.0.0.0', '127.0.0.1')
  if (host === '' || host.includes('://')) return host
  return /:\d+(\/|$)/.test(host) ? `http://${host}` : `http://${host}:11434`
}

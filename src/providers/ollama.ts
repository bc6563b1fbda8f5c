import * as z from 'zod'
import type { Definition } from '../core/ports.ts'
import { compatibleProvider } from './compatible.ts'
import { address, addressFrom } from './keys.ts'
import type { Provider, ProviderNeeds } from './provider.ts'

const LOCAL = 'http://127.0.0.1:11434'
const FREE = { input: 0, output: 0 }

const options = z.strictObject({
  baseUrl: address.optional().describe(`address of Ollama; default: OLLAMA_HOST, ${LOCAL}`),
})

export const ollama: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'ollama',
  summary: 'models on this machine, by Ollama; needs no key',
  options,
  create({ baseUrl }, needs) {
    const env = { OLLAMA_HOST: hostFrom(needs.env['OLLAMA_HOST']) }
    const host = addressFrom(baseUrl, env, 'OLLAMA_HOST', LOCAL).replace(/\/+$/, '')
    const hints = {
      connection: `is Ollama running at ${host}? start it by: ollama serve`,
      'not-found': 'see what is there by: ollama list; get a model by: ollama pull NAME',
    }
    return compatibleProvider(
      { baseURL: `${host}/v1`, key: undefined, structured: 'json_schema', hints, price: FREE },
      needs,
    )
  },
}

/** As Ollama itself reads it: scheme and port may be missing, and 0.0.0.0 is where a server listens. */
function hostFrom(text = ''): string {
  const given = text.trim().replace('0.0.0.0', '127.0.0.1')
  if (given === '' || given.includes('://')) return given
  return /:\d+(\/|$)/.test(given) ? `http://${given}` : `http://${given}:11434`
}

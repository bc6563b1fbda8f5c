/** Asks a provider for the models that an account can use. These requests cost nothing. */
import * as z from 'zod'
import { parseJson } from '../util/json.ts'
import { ReportedError } from './errors/reported-error.ts'
import { toProviderError } from './errors/to-provider-error.ts'
import type { ModelsRequest } from './provider.ts'

export interface AccountModel {
  readonly id: string
  /** The first day on which the model does not answer, `2027-01-14`, if the provider reports it. */
  readonly shutdownDate: string | undefined
}

const modelsResponse = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(undefined) })),
})

export interface AccountRequest extends ModelsRequest {
  readonly provider: string
  readonly fetch: () => Promise<typeof globalThis.fetch>
  readonly signal: AbortSignal
  readonly now: Date
}

/** Rejects with the reason of the aborted signal or with a `ProviderError`. */
export async function fetchAccountModels(request: AccountRequest): Promise<readonly AccountModel[]> {
  const { url, headers, key, provider, fetch: openFetch, signal, now } = request
  try {
    const fetch = await openFetch()
    const response = await fetch(url, { method: 'GET', headers: new Headers(headers), signal })
    if (!response.ok) {
      const getHeader = (name: string) => response.headers.get(name) ?? undefined
      const text = await response.text()
      const parsed = parseJson(text)
      const body = 'value' in parsed ? parsed.value : text
      throw new ReportedError({ status: response.status, getHeader, body })
    }
    const { data } = modelsResponse.parse(await response.json())
    return data.map(({ id, shutdown_date }) => ({ id, shutdownDate: shutdown_date ?? undefined }))
  } catch (error) {
    signal.throwIfAborted()
    const hints = { auth: `check the key of ${provider}` }
    throw toProviderError(error, { provider, modelId: 'list of models', key, hints, now, baseURL: url })
  }
}

/** Asks a provider for the models that an account can use. These requests cost nothing. */
import * as z from 'zod'
import { secretsOf, withAccess } from './access.ts'
import { errorOfResponse } from './errors/reported-error.ts'
import { toProviderError } from './errors/to-provider-error.ts'
import type { ModelsRequest, ProviderNeeds } from './provider.ts'
import { lazyObject } from '../util/schemas/lazy-object.ts'

export interface AccountModel {
  readonly id: string
  /** The first day on which the model does not answer, `2027-01-14`, if the provider reports it. */
  readonly shutdownDate: string | undefined
}

const modelsResponse = lazyObject(() => ({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(undefined) })),
}))

export interface AccountRequest extends ModelsRequest {
  readonly provider: string
  readonly fetch: ProviderNeeds['fetch']
  readonly signal: AbortSignal
  readonly now: Date
}

/** Rejects with the reason of the aborted signal or with a `ProviderError`. */
export async function fetchAccountModels(request: AccountRequest): Promise<readonly AccountModel[]> {
  const { url, provider, signal, now } = request
  try {
    const fetch = withAccess(await request.fetch(request.tls), request)
    const response = await fetch(url, { method: 'GET', signal })
    if (!response.ok) throw await errorOfResponse(response)
    const { data } = modelsResponse.parse(await response.json())
    return data.map(({ id, shutdown_date }) => ({ id, shutdownDate: shutdown_date ?? undefined }))
  } catch (error) {
    signal.throwIfAborted()
    const hints = { auth: `check the key of ${provider}` }
    const secrets = secretsOf(request)
    throw toProviderError(error, { provider, modelId: 'list of models', secrets, hints, now, baseURL: url })
  }
}

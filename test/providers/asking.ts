/** Calls a provider's model and inspects the outcome. */
import { expect } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import type { Answer } from '../../src/core/types.ts'
import type { ProviderNeeds } from '../../src/providers/provider.ts'
import { testScope, type TestScope } from '../helpers/scope.ts'
import type { Dialect } from './dialects.ts'

export const hello: ModelRequest = { messages: [{ role: 'user', content: 'Say hello.' }] }

export const askAt = async (
  dialect: Dialect,
  origin: string,
  needs: Pick<ProviderNeeds, 'fetch'>,
  request: ModelRequest,
  scope: TestScope = testScope(),
): Promise<Answer> => dialect.provider(origin, needs).model('some-model').generate(request, scope)

/** The error that a call rejects with. */
export async function failure(answer: Promise<Answer>): Promise<ProviderError> {
  const error: unknown = await answer.then(
    () => 'an answer',
    (reason: unknown) => reason,
  )
  if (error instanceof ProviderError) return error
  return expect.fail(`expected a ProviderError, got ${String(error)}`)
}

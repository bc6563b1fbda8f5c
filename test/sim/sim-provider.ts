import { expect } from 'vitest'
import type * as z from 'zod'
import type { ProviderError } from '../../src/core/errors.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import { sim } from '../../src/providers/sim.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'

export type ProfileInput = z.input<typeof simProfileSchema>

export const createProvider = (profile: ProfileInput = {}) =>
  sim.create(simProfileSchema.parse(profile), { name: 'sim', env: {}, fetch: async () => fetch })
export const createModel = (profile: ProfileInput = {}, id = 'writer') => createProvider(profile).model(id)

export const task = (text = 'Write about solar power'): ModelRequest => ({
  messages: [{ role: 'user', content: text }],
})
export const schema = {
  name: 'critique',
  schema: { type: 'object', properties: { needsImprovement: { type: 'boolean' } } },
}

export const errorOf = async (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('the call was answered'),
    (error: unknown) => error as ProviderError,
  )

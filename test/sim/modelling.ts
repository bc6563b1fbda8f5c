import { expect } from 'vitest'
import type * as z from 'zod'
import type { ProviderError } from '../../src/core/errors.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import { sim } from '../../src/providers/sim.ts'
import { profile } from '../../src/sim/profile.ts'

export type Settings = z.input<typeof profile>

export const provider = async (settings: Settings = {}) =>
  sim.create(profile.parse(settings), { name: 'sim', env: {}, fetch: async () => fetch })
export const model = async (settings: Settings = {}, id = 'writer') => (await provider(settings)).model(id)

export const task = (text = 'Write about solar power'): ModelRequest => ({
  messages: [{ role: 'user', content: text }],
})
export const schema = {
  name: 'critique',
  schema: { type: 'object', properties: { needsImprovement: { type: 'boolean' } } },
}

export const errorOf = async (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was answered'),
    (error: unknown) => error as ProviderError,
  )

import { roleModels } from './role-models.ts'
import type { SettingsInput } from './schema.ts'

/**
 * The built-in profiles. The user's profile of the same name is merged into a built-in one and takes
 * precedence.
 */
export const profiles = {
  development: {
    summary: 'quick and cheap: a small model, two iterations, one critic',
    settings: { model: roleModels.small, maxIterations: 2, critics: ['reflexion'] },
  },
  production: {
    summary: 'quality: a strong model, three iterations, two critics',
    settings: { model: roleModels.strong, maxIterations: 3, critics: ['reflexion', 'constitutional'] },
  },
  'high-throughput': {
    summary: 'speed: a fast model, two iterations, one critic, 50 prompts in flight',
    settings: {
      model: roleModels.fast,
      maxIterations: 2,
      critics: ['reflexion'],
      concurrency: 50,
    },
  },
} satisfies Readonly<Record<string, { summary: string; settings: SettingsInput }>>

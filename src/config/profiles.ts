import type { SettingsInput } from './schema.ts'

/** The built-in profiles. A profile of the same name in the user's settings is merged over it. */
export const profiles = {
  development: {
    summary: 'quick and cheap: a small model, two iterations, one critic',
    settings: { model: 'openai:gpt-4o-mini', maxIterations: 2, critics: ['reflexion'] },
  },
  production: {
    summary: 'quality: a strong model, three iterations, two critics',
    settings: { model: 'openai:gpt-4', maxIterations: 3, critics: ['reflexion', 'constitutional'] },
  },
  'high-throughput': {
    summary: 'speed: a fast model, two iterations, one critic, 50 prompts in flight',
    settings: {
      model: 'groq:llama-3.1-8b-instant',
      maxIterations: 2,
      critics: ['reflexion'],
      concurrency: 50,
    },
  },
} satisfies Readonly<Record<string, { summary: string; settings: SettingsInput }>>

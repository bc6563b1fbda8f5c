import type { SettingsInput } from './schema.ts'

/** The guide's three environments. A profile of the same name in the user's settings goes on top. */
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
    summary: 'speed: the fastest model, two iterations, one critic, many prompts at once',
    settings: {
      model: 'groq:llama-3.1-8b-instant',
      maxIterations: 2,
      critics: ['reflexion'],
      concurrency: 50,
    },
  },
} satisfies Readonly<Record<string, { summary: string; settings: SettingsInput }>>

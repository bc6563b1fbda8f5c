import { roleModels } from './role-models.ts'
import type { SettingsInput } from './schema.ts'

/** The built-in profiles. The user's profile of the same name is merged into a built-in one and takes precedence. */
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
  academic: {
    summary: 'academic texts: at least 300 characters, five iterations, three critics',
    settings: {
      model: roleModels.strong,
      maxIterations: 5,
      critics: ['reflexion', 'constitutional', 'self-refine'],
      validators: ['length:min=300,unit=characters'],
    },
  },
  creative: {
    summary: 'creative texts: at most 800 characters, four iterations, varied drafts',
    settings: {
      model: roleModels.strong,
      maxIterations: 4,
      temperature: 0.9,
      critics: ['constitutional', 'self-consistency'],
      validators: ['length:max=800,unit=characters'],
    },
  },
  technical: {
    summary: 'technical texts: at least 200 characters, four iterations, two critics',
    settings: {
      model: roleModels.strong,
      maxIterations: 4,
      critics: ['reflexion', 'self-refine'],
      validators: ['length:min=200,unit=characters'],
    },
  },
  business: {
    summary: 'business texts: at most 500 characters, three iterations, a small model',
    settings: {
      model: roleModels.small,
      maxIterations: 3,
      critics: ['constitutional'],
      validators: ['length:max=500,unit=characters'],
    },
  },
  'quick-draft': {
    summary: 'a quick draft: a small model, two iterations, one critic',
    settings: { model: roleModels.small, maxIterations: 2, critics: ['reflexion'] },
  },
  'high-quality': {
    summary: 'the best text: at least 400 characters, seven iterations, four critics, all must approve',
    settings: {
      model: roleModels.strong,
      maxIterations: 7,
      quorum: 'unanimous',
      critics: ['reflexion', 'constitutional', 'self-refine', 'self-consistency'],
      validators: ['length:min=400,unit=characters'],
    },
  },
} satisfies Readonly<Record<string, { summary: string; settings: SettingsInput }>>

import { expect, it } from 'vitest'
import { publicSettings, withoutSecrets } from '../../src/config/public-settings.ts'
import type { Settings } from '../../src/config/schema.ts'

it('publishes settings without any text of the user', () => {
  const settings: Partial<Settings> = {
    maxIterations: 3,
    system: 'a text of the user',
    validators: [{ name: 'length', max: 5 }, { name: 'json' }, { name: 'content', required: ['a text'] }],
    critics: [{ name: 'reflexion' }],
    docs: './private',
    retrievers: [{ name: 'documents', folder: './private' }],
    store: { name: 'postgresql', url: 'postgresql://ann:secr@t/#@db.example/thoughts' },
  }
  expect(publicSettings(settings as Settings)).toEqual({
    maxIterations: 3,
    validators: ['length', 'json', 'content'],
    critics: ['reflexion'],
    retrievers: ['documents'],
    store: 'postgresql',
  })
})

it('hides passwords, addresses of webhooks, and values of headers and URL parameters unless they name variables', () => {
  const settings: Partial<Settings> = {
    maxIterations: 3,
    notify: ['https://hooks.example/services/secret?key=secret'],
    queue: 'redis://:secret@queue.example:6379',
    sharedLimits: 'redis://ann:secret@limits.example:6379?password=secret&db=2',
    providers: {
      mine: {
        baseUrl: 'https://x.example/v1',
        headers: { authorization: 'Bearer secret', 'x-token': '${TOKEN}' },
        query: { key: 'secret' },
        body: { top_k: 4 },
      },
      gemini: undefined,
    },
    store: { name: 'postgresql', url: 'postgresql://ann:secr@t/#@db.example/thoughts' },
  }
  expect(withoutSecrets(settings as Settings)).toEqual({
    maxIterations: 3,
    notify: ['https://hooks.example/***'],
    queue: 'redis://***@queue.example:6379',
    sharedLimits: 'redis://***@limits.example:6379?password=***&db=2',
    providers: {
      mine: {
        baseUrl: 'https://x.example/v1',
        headers: { authorization: '***', 'x-token': '${TOKEN}' },
        query: { key: '***' },
        body: { top_k: 4 },
      },
      gemini: undefined,
    },
    store: { name: 'postgresql', url: 'postgresql://***@db.example/thoughts' },
  })
})

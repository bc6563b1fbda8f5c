import { expect, it } from 'vitest'
import { publicSettings } from '../../src/config/public-settings.ts'
import type { Settings } from '../../src/config/schema.ts'

it('publishes settings without any text of the user', () => {
  const settings: Partial<Settings> = {
    maxIterations: 3,
    system: 'a text of the user',
    validators: [{ name: 'length', max: 5 }, { name: 'json' }, { name: 'content', required: ['a text'] }],
    critics: [{ name: 'reflexion' }],
  }
  expect(publicSettings(settings as Settings)).toEqual({
    maxIterations: 3,
    validators: ['length', 'json', 'content'],
    critics: ['reflexion'],
  })
})

import { expect, it } from 'vitest'
import { runValidators } from '../../src/core/assess.ts'
import { prompt } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'
import type { Validator } from '../../src/core/ports.ts'

it('measures the time that a validator takes', async () => {
  const slow: Validator = {
    name: 'slow',
    tier: 'local',
    requirement: 'anything',
    async validate(_, { clock, signal }) {
      await clock.sleep(25, signal)
      return { validator: 'slow', passed: true, score: 1, measured: null, bound: null, message: 'fine' }
    },
  }
  const { validations } = await runValidators([slow], { prompt: prompt(), text: '' }, 'all', testScope())
  expect(validations).toMatchObject([{ validator: 'slow', durationMs: 25 }])
})

import { expect, it } from 'vitest'
import { defineValidator } from '../../src/index.ts'
import { validatorFrom } from '../../src/plugins/adapt.ts'
import { validatorOf } from '../validators/validate.ts'

it.each([
  [undefined, false],
  [false, false],
  [true, true],
])('a validator that returns cacheable: %s is cacheable: %s', async (given, cacheable) => {
  const plugin = defineValidator({
    name: 'own',
    summary: 'anything',
    create: () => ({ cacheable: given, validate: () => ({ passed: true }) }),
  })
  expect(await validatorOf(validatorFrom(plugin, 'own.mjs'), {})).toMatchObject({ cacheable })
})

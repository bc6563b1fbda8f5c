import { expect, it } from 'vitest'
import { defineValidator } from '../../src/index.ts'
import { validatorFrom } from '../../src/plugins/adapt.ts'
import { validate, validatorOf } from '../validators/validate.ts'

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

it.each([
  [{ passed: true }, 'no exclamation marks'],
  [{ passed: false }, 'not met: no exclamation marks'],
  [{ passed: false, measured: 2 }, '2; required: no exclamation marks'],
])('a validation %j without a message says "%s"', async (validation, message) => {
  const plugin = defineValidator({
    name: 'calm',
    summary: 'no exclamation marks',
    create: () => ({ validate: () => validation }),
  })
  expect(await validate(validatorFrom(plugin, 'calm.mjs'), {}, 'text')).toMatchObject({ message })
})

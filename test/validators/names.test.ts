import { expect, it } from 'vitest'
import { classifiersByName } from '../../src/classifiers/index.ts'
import { criticsByName } from '../../src/critics/index.ts'
import { validatorsByName } from '../../src/validators/index.ts'

it.each([
  ['validator', validatorsByName],
  ['critic', criticsByName],
  ['classifier', classifiersByName],
])('the name by which the compiler knows a %s is its own', (_, byName) => {
  expect(Object.values<{ readonly name: string }>(byName).map(({ name }) => name)).toEqual(
    Object.keys(byName),
  )
})

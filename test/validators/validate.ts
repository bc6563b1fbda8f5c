import type { Definition, Validator } from '../../src/core/ports.ts'
import type { Validation } from '../../src/core/types.ts'
import { ask } from '../../src/critics/model-critic.ts'
import type { ValidatorNeeds } from '../../src/validators/shared/needs.ts'
import { prompt, scriptedModel } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

type AnyDefinition = Definition<Validator, ValidatorNeeds>

const needs: ValidatorNeeds = {
  validator: () => Promise.reject(new Error('no other validators here')),
  model: () => scriptedModel(['']),
  ask,
  env: {},
}

/** A validator made as the settings make it: from options that were checked. */
export const validatorOf = async (definition: AnyDefinition, options: object): Promise<Validator> =>
  definition.create(definition.options.parse(options), needs)

export const validate = async (
  definition: AnyDefinition,
  options: object,
  text: string,
): Promise<Validation> =>
  (await validatorOf(definition, options)).validate({ prompt: prompt(), text }, testScope())

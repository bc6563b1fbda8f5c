import type { ValidatorDefinition, ValidatorNeeds } from '../../src/core/definitions.ts'
import type { Validator } from '../../src/core/ports.ts'
import type { Validation } from '../../src/core/types.ts'
import { askAboutDraft } from '../../src/critics/ask.ts'
import { prompt, scriptedModel } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const needs: ValidatorNeeds = {
  validator: () => Promise.reject(new Error('this test has no other validators')),
  model: () => scriptedModel(['']),
  ask: askAboutDraft,
  env: {},
}

/** Creates a validator from options that it checks, as the settings do. */
export const validatorOf = async (definition: ValidatorDefinition, options: object): Promise<Validator> =>
  definition.create(definition.options.parse(options), needs)

export const validate = async (
  definition: ValidatorDefinition,
  options: object,
  text: string,
): Promise<Validation> =>
  (await validatorOf(definition, options)).validate({ prompt: prompt(), text }, testScope())

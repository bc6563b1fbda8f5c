/** Creates validators from settings and from input rows. Equal options share one validator, and thus its cache. */
import { LRUCache } from 'lru-cache'
import type { ValidatorDefinition, ValidatorNeeds } from '../../core/definitions.ts'
import { ConfigError } from '../../core/errors.ts'
import type { Validator } from '../../core/ports.ts'
import type { NamedOptions } from '../../core/types.ts'
import { FileReads } from '../../util/files/file-reads.ts'
import { getByName } from '../../util/lookup.ts'
import { createWorkerThreads } from './threads.ts'
import { withStoredValidations, type StoredValidations } from './with-stored-validations.ts'
import { withThreads } from './with-threads.ts'
import { withValidationCache } from './with-validation-cache.ts'

interface ValidatorFactoryOptions extends Omit<ValidatorNeeds, 'validator' | 'files'> {
  readonly definitions: readonly ValidatorDefinition[]
  /**
   * Checks a validator given by its name, as `name:option=value` or as an object, and fills in the defaults. If
   * `untrusted`, rejects validators that run code.
   */
  readonly check: (given: unknown, untrusted: boolean) => NamedOptions
  /** Where validations are stored for later runs; undefined: nowhere. */
  readonly stored?: StoredValidations | undefined
}

const MAX_VALIDATORS = 1000

export function createValidatorFactory({ definitions, check, stored, ...others }: ValidatorFactoryOptions) {
  const threads = createWorkerThreads()
  const validators = new LRUCache<string, Promise<Validator>>({ max: MAX_VALIDATORS })

  const createOne = async (
    { name, severity, ...options }: NamedOptions,
    files = new FileReads(),
  ): Promise<Validator> => {
    const definition = getByName(
      definitions,
      name,
      (hint) => new ConfigError(`no validator is called "${name}"`, hint),
    )
    const models: string[] = []
    /** The models and the other validators on which the results depend. */
    const uses: unknown[] = []
    const created = await definition.create(options, {
      ...others,
      files,
      model(modelName) {
        const model = others.model(modelName)
        models.push(model.name)
        uses.push([model.name, model.address])
        return model
      },
      async validator(given) {
        const part = await createOne(check(given, false), files)
        models.push(...(part.models ?? []))
        uses.push(part.identity)
        return part
      },
    })
    const threaded = withThreads(created, { name, ...options }, threads)
    const { digest } = files
    const identity = JSON.stringify({ name, ...options, files: digest, uses })
    const described = withVerdict({ ...threaded, models, identity, files: digest }, { name, ...options })
    const validator = withValidationCache(stored ? withStoredValidations(described, stored) : described)
    return severity === 'warning' ? asWarning(validator) : validator
  }
  const createShared = (options: NamedOptions): Promise<Validator> => {
    const key = JSON.stringify(options)
    const validator = validators.get(key) ?? createOne(options)
    validators.set(key, validator)
    validator.catch(() => validators.delete(key))
    return validator
  }
  return {
    /**
     * Creates the validators of the settings, whose options have been checked already. Rejects with a `ConfigError`.
     */
    create: (options: readonly NamedOptions[]) => Promise.all(options.map(createShared)),
    /** Creates the validators of a prompt, which may come from anyone. Rejects with a `ConfigError`. */
    createUntrusted: async (given: readonly unknown[]) =>
      Promise.all(given.map((each) => createShared(check(each, true)))),
    close: threads.close,
  }
}

/**
 * States that the text passes this validator, so that another validator cannot demand that it fails. Results of models
 * and programs may differ from time to time.
 */
function withVerdict(validator: Validator, options: NamedOptions): Validator {
  const { constraints = [], constraintsIfFailed = [], requirement } = validator
  if (validator.mainThreadOnly) return validator
  const verdict = { kind: 'verdict', key: JSON.stringify(options), title: requirement } as const
  return {
    ...validator,
    constraints: [...constraints, { ...verdict, passes: true }],
    constraintsIfFailed: [...constraintsIfFailed, { ...verdict, passes: false }],
  }
}

/**
 * Drops the constraints and the prefix check, since a warning neither makes a request infeasible nor stops a draft
 * early.
 */
const asWarning = (validator: Validator): Validator => ({
  ...validator,
  constraints: undefined,
  constraintsIfFailed: undefined,
  validatePrefix: undefined,
  severity: 'warning',
  validate: async (draft, scope) => ({ ...(await validator.validate(draft, scope)), severity: 'warning' }),
})

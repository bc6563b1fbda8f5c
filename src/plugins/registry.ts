/** All that settings can name: what is built in and, once they are loaded, what plugins add. */
import type * as z from 'zod'
import type { Critic, Definition, Validator } from '../core/ports.ts'
import { critics } from '../critics/index.ts'
import type { CriticNeeds } from '../critics/model-critic.ts'
import { validators } from '../validators/index.ts'
import type { ValidatorNeeds } from '../validators/shared/needs.ts'

interface Registries {
  readonly validator: Definition<Validator, ValidatorNeeds, z.ZodObject>[]
  readonly critic: Definition<Critic, CriticNeeds, z.ZodObject>[]
}

/** Of the process, as modules are. */
export const registry: Registries = { validator: [...validators], critic: [...critics] }

import { critics } from '../critics/index.ts'
import { createRegistry, type ExtensibleRegistry } from '../plugins/registry.ts'
import { validators } from '../validators/index.ts'

/** Creates a registry of the built-in validators and critics, to which plugins can be added. */
export const builtInRegistry = (): ExtensibleRegistry => createRegistry({ validators, critics })

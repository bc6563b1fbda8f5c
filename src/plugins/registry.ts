/** The validators and critics that settings can name, both built-in ones and those of plugins. */
import type { CriticDefinition, ValidatorDefinition } from '../core/definitions.ts'

export interface Registry {
  readonly validators: readonly ValidatorDefinition[]
  readonly critics: readonly CriticDefinition[]
}

export interface ExtensibleRegistry extends Registry {
  addValidator(definition: ValidatorDefinition): void
  addCritic(definition: CriticDefinition): void
  /** Runs `load` only once for each key. If it failed, the next call runs it again. */
  loadOnce(key: unknown, load: () => Promise<void>): Promise<void>
}

export function createRegistry({
  validators = [],
  critics = [],
}: Partial<Registry> = {}): ExtensibleRegistry {
  const registry = { validators: [...validators], critics: [...critics] }
  const loading = new Map<unknown, Promise<void>>()
  return {
    ...registry,
    addValidator: (definition) => void registry.validators.push(definition),
    addCritic: (definition) => void registry.critics.push(definition),
    loadOnce(key, load) {
      const loaded = loading.get(key) ?? load()
      loading.set(key, loaded)
      loaded.catch(() => loading.delete(key))
      return loaded
    },
  }
}

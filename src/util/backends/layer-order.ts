/** The roles of layered backends, and the order in which they are read. */

/** `cache` answers first and may lose entries; `primary` and `backup` keep them. */
export const LAYER_ROLES = ['cache', 'primary', 'backup'] as const
export type LayerRole = (typeof LAYER_ROLES)[number]

export interface LayerOrder {
  readonly role: LayerRole
  /** Layers with a lower number are read first; by default in the order of their roles. */
  readonly priority: number
}

/** Memory is a cache by default, since its entries end with the process. */
export const layerOrderOf = ({ name, role, priority }: LayerSetting): LayerOrder => ({
  role: (role as LayerRole | undefined) ?? (name === 'memory' ? 'cache' : 'primary'),
  priority: Number(priority ?? 0),
})

interface LayerSetting {
  readonly name: string
  readonly role?: unknown
  readonly priority?: unknown
}

export const byPriorityAndRole = (one: LayerOrder, other: LayerOrder): number =>
  one.priority - other.priority || LAYER_ROLES.indexOf(one.role) - LAYER_ROLES.indexOf(other.role)

/** The order in which layered backends are read. */

/** `cache` answers first and may lose entries; `primary` and `backup` keep them. */
export const LAYER_ROLES = ['cache', 'primary', 'backup'] as const
export type LayerRole = (typeof LAYER_ROLES)[number]

export interface LayerPlace {
  readonly role: LayerRole
  /** Layers with a lower number are read first; by default in the order of their roles. */
  readonly priority: number
}

export const byPriorityAndRole = (one: LayerPlace, other: LayerPlace): number =>
  one.priority - other.priority || LAYER_ROLES.indexOf(one.role) - LAYER_ROLES.indexOf(other.role)

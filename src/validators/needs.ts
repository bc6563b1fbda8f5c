/** What validators are made from beside their options: nothing so far. */
export type ValidatorNeeds = Readonly<Record<string, never>>

/** Why a model began with a prompt, where several may write. */
export interface Route {
  /** The models that may write, in the order in which they are tried. */
  readonly models: readonly string[]
  /** The model that began. */
  readonly first: string
  /**
   * `unknown`: too little is known, so the first model began; `enough`: the first model probably suffices;
   * `not-enough`: beginning with it would probably cost more; `explored`: it began nevertheless, to learn from it;
   * `resumed`: an interrupted run had chosen.
   */
  readonly reason: 'unknown' | 'enough' | 'not-enough' | 'explored' | 'resumed'
  /** How likely the first of the models suffices, from 0 to 1; null if nothing is known. */
  readonly probability: number | null
  /** What was known of the prompt: its length, its rules, its language. */
  readonly features: readonly string[]
}

/** Where a text of the semantic cache comes from. */
export interface SemanticHit {
  /** From 0 to 1. */
  readonly similarity: number
  /** The id of the thought that produced the text. */
  readonly thoughtId: string
}

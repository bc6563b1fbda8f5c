/** The label that a classifier gave a text. */
export interface Classification {
  /** One of the classifier's labels. */
  readonly label: string
  /**
   * 0..1: the share of such labels that was right on public texts. A label that only means "nothing found" has at most
   * 0.9.
   */
  readonly confidence: number
}

/** Labels any text, even an empty one, in a time that is bounded for texts of any length. */
export type Classify = (text: string) => Classification | Promise<Classification>

/** A classifier labels texts in this process; it needs no key, network or model weights. */
export interface ClassifierDefinition<Settings extends object = object> {
  readonly name: string
  readonly summary: string
  /** Every label that a text may get. */
  readonly labels: readonly string[]
  /**
   * The label that a validator forbids if its options name no label. If this is absent, the options must name a label.
   */
  readonly forbiddenByDefault?: string
  /** Loads dictionaries and models on the first call in a process. */
  create(settings?: Settings): Classify | Promise<Classify>
}

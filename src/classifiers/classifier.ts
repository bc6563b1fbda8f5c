/** What a text was taken for. */
export interface Classification {
  /** One of the classifier's labels. */
  readonly label: string
  /** 0..1: about 0.5 where the text speaks for more than one label, above 0.9 only where it speaks plainly. */
  readonly confidence: number
}

/** Labels texts in this process: without a key, a network or a model's weights. */
export interface Classifier {
  readonly name: string
  /** Every label that `classify` may give. */
  readonly labels: readonly string[]
  /** Any text gets a label, an empty one too; the time is bounded, however long the text. */
  classify(text: string): Classification | Promise<Classification>
}

import { embed, similarityOf, topicWords } from './embedding.ts'
import { bandsOf, signatureOf, signatureSimilarity } from './signature.ts'

/** The form of a prompt in which it is compared with other prompts. */
export interface Encoding {
  /** Similar prompts have at least one of these in common. */
  readonly keys: readonly string[]
  /** Stored with the prompt; undefined if the words of the prompt are enough. */
  readonly signature?: string | undefined
  /** Whether it recognizes that different words mean the same. */
  readonly knowsSynonyms: boolean
  /** From 0 to 1. */
  similarityTo(other: { readonly prompt: string; readonly signature?: string | undefined }): number
}

/** A prompt is listed under this many of its words. */
const WORDS_PER_PROMPT = 8

export function encodeWords(prompt: string): Encoding {
  const embedding = embed(prompt)
  return {
    keys: topicWords(prompt, WORDS_PER_PROMPT),
    knowsSynonyms: false,
    similarityTo: (other) => similarityOf(embedding, embed(other.prompt)),
  }
}

/** `vector` is the embedding by a model. */
export function encodeVector(vector: readonly number[]): Encoding {
  const signature = signatureOf(vector)
  return {
    keys: bandsOf(signature),
    signature,
    knowsSynonyms: true,
    similarityTo: (other) =>
      other.signature === undefined ? 0 : signatureSimilarity(signature, other.signature),
  }
}

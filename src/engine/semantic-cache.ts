import type { SemanticContext } from '../cache/semantic/drafts.ts'
import type { Encoding } from '../cache/semantic/encoding.ts'
import type { Settings } from '../config/schema.ts'
import { ProviderError } from '../core/errors.ts'
import type { Crew, Model } from '../core/ports.ts'
import { returnedIteration } from '../core/record.ts'
import type { Scope } from '../core/scope.ts'
import type { Prompt, Thought, Usage } from '../core/types.ts'
import { noUsage, totalUsage } from '../core/usage.ts'
import type { Models } from './models.ts'
import type { ResponseCache } from './response-cache.ts'

export interface SemanticCache {
  /** The crew, whose first draft is the accepted text of a similar prompt if there is one. */
  readonly crewFor: (prompt: Prompt, crew: Crew) => Crew
  /** Makes the text of an accepted thought available to similar prompts. */
  readonly add: (thought: Thought, model: string) => Promise<void>
}

interface Encoded {
  readonly encoding: Encoding
  readonly usage: Usage
}

/** Undefined unless the settings turn it on. */
export async function createSemanticCache(
  { cache: setting }: Pick<Settings, 'cache'>,
  cache: ResponseCache | undefined,
  { embedder, warn }: Pick<Models, 'embedder'> & { readonly warn: (line: string) => void },
): Promise<SemanticCache | undefined> {
  const semantic = typeof setting === 'object' ? setting.semantic : undefined
  if (!cache || !semantic) return undefined
  const { createSemanticDrafts } = await import('../cache/semantic/drafts.ts')
  const { encodeVector, encodeWords } = await import('../cache/semantic/encoding.ts')
  const { threshold, model: modelName } = semantic
  const model = modelName === undefined ? undefined : embedder(modelName)
  const drafts = createSemanticDrafts(cache.cache, threshold)
  const contextOf = (writer: string, { system }: Prompt): SemanticContext => [
    writer,
    system ?? null,
    ...(modelName === undefined ? [] : [modelName]),
  ]
  /** The prompts of this run whose texts are not accepted yet. */
  const encodings = new Map<string, Encoding>()
  let hasWarned = false

  return {
    crewFor(prompt, crew) {
      if (prompt.draft !== undefined) return crew
      return { ...crew, generator: withFirstDraft(crew.generator, prompt) }
    },
    async add(thought, writer) {
      const { prompt, text, outcome, id: thoughtId } = thought
      const encoding = encodings.get(prompt.id)
      encodings.delete(prompt.id)
      const best = returnedIteration(thought)?.generation
      // A text that was reused is not passed on, so that texts do not drift from prompt to prompt.
      if (!encoding || outcome !== 'accepted' || !best || best.semantic) return
      await drafts.add(contextOf(writer, prompt), { prompt: prompt.text, text, thoughtId }, encoding)
    },
  }

  function withFirstDraft(generator: Model, prompt: Prompt): Model {
    let isFirst = true
    return {
      ...generator,
      async generate(request, scope) {
        const encoded = isFirst ? await encode(prompt.text, scope) : undefined
        isFirst = false
        if (!encoded) return generator.generate(request, scope)
        const { encoding, usage: encodingUsage } = encoded
        encodings.set(prompt.id, encoding)
        const hit = cache?.refresh
          ? undefined
          : await drafts.find(contextOf(generator.name, prompt), prompt.text, encoding)
        if (!hit) {
          const answer = await generator.generate(request, scope)
          return { ...answer, usage: totalUsage([encodingUsage, answer.usage]) }
        }
        const { text, ...source } = hit
        const usage = totalUsage([encodingUsage, { ...noUsage, cacheHits: 1 }])
        return { text, model: generator.name, finishReason: 'stop', cached: true, semantic: source, usage }
      },
    }
  }

  /** Undefined, after one warning, if the embedding model does not answer: a draft can be written without it. */
  async function encode(text: string, scope: Scope): Promise<Encoded | undefined> {
    if (!model) return { encoding: encodeWords(text), usage: noUsage }
    try {
      const answer = await model.generate(
        { messages: [{ role: 'user', content: text }], stream: false },
        scope,
      )
      return { encoding: encodeVector(JSON.parse(answer.text) as number[]), usage: answer.usage }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (!hasWarned) warn(`cache.semantic: ${error.message}; going on without similar prompts`)
      hasWarned = true
      return undefined
    }
  }
}

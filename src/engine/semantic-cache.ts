import { createSemanticDrafts } from '../cache/semantic/drafts.ts'
import type { Settings } from '../config/schema.ts'
import type { Crew, Model } from '../core/ports.ts'
import type { Prompt, Thought } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import type { ResponseCache } from './response-cache.ts'

export interface SemanticCache {
  /** The crew, whose first draft is the accepted text of a similar prompt if there is one. */
  readonly crewFor: (prompt: Prompt, crew: Crew) => Crew
  /** Makes the text of an accepted thought available to similar prompts. */
  readonly add: (thought: Thought, model: string) => Promise<void>
}

/** Undefined unless the settings ask for it. */
export function createSemanticCache(
  { cache: setting }: Pick<Settings, 'cache'>,
  cache: ResponseCache | undefined,
): SemanticCache | undefined {
  const semantic = typeof setting === 'object' ? setting.semantic : undefined
  if (!cache || !semantic) return undefined
  const drafts = createSemanticDrafts(cache.cache, semantic.threshold)
  const contextOf = (model: string, { system }: Prompt) => [model, system ?? null]
  return {
    crewFor(prompt, crew) {
      if (prompt.draft !== undefined || cache.refresh) return crew
      return { ...crew, generator: withFirstDraft(crew.generator, prompt) }
    },
    async add({ prompt, text, outcome, iterations, bestIteration, id: thoughtId }, model) {
      const best = iterations.find(({ index }) => index === bestIteration)?.generation
      // A text that was reused is not passed on, so that texts do not drift from prompt to prompt.
      if (outcome !== 'accepted' || !best || best.semantic) return
      await drafts.add(contextOf(model, prompt), { prompt: prompt.text, text, thoughtId })
    },
  }

  function withFirstDraft(generator: Model, prompt: Prompt): Model {
    let isFirst = true
    return {
      ...generator,
      async generate(request, scope) {
        const hit = isFirst ? await drafts.find(contextOf(generator.name, prompt), prompt.text) : undefined
        isFirst = false
        if (!hit) return generator.generate(request, scope)
        const { text, ...source } = hit
        const usage = { ...noUsage, cacheHits: 1 }
        return { text, model: generator.name, finishReason: 'stop', cached: true, semantic: source, usage }
      },
    }
  }
}

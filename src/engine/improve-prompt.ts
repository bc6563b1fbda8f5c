/** Works on one prompt of an engine: runs the loop, or has it run elsewhere, and stores the thought. */
import type { Settings } from '../config/schema.ts'
import { fillTemplate } from '../config/rules/fill-texts.ts'
import { hasBraces } from '../config/rules/placeholders.ts'
import { SifakaError } from '../core/errors.ts'
import { improve } from '../core/improve.ts'
import type { Crew } from '../core/ports.ts'
import { writerOf } from '../core/record.ts'
import type { Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed } from '../core/types.ts'
import { withDefaults } from '../middleware/with-defaults.ts'
import type { ImproveOptions } from './call-options.ts'
import { failPrompt, onlyExpected } from './fail-prompt.ts'
import type { EngineIo } from './io.ts'
import { withEachGenerator, type Escalation } from './routing/escalation.ts'
import type { SemanticCache } from './semantic-cache.ts'
import type { ThoughtLog } from './thought-log.ts'
import { untilStored } from './scopes/until-stored.ts'

/** The system prompt of the settings contains fields of prompts; one of a prompt is filled in already. */
function systemFor(prompt: Prompt, settings: Settings): string | undefined | SifakaError {
  const { system = '' } = settings
  if (prompt.system !== undefined || !hasBraces(system)) return prompt.system ?? settings.system
  try {
    return fillTemplate(system, prompt.vars ?? {}, 'the system prompt')
  } catch (error) {
    if (error instanceof SifakaError) return error
    throw error
  }
}

interface ImproverParts {
  readonly settings: Settings
  readonly improveElsewhere: EngineIo['improveElsewhere']
  readonly scope: Scope
  readonly crewFor: (prompt: Prompt) => Promise<Crew>
  readonly escalation: Escalation
  readonly semantic: SemanticCache | undefined
  readonly thoughts: ThoughtLog
  /** The writing model of prompts that name none; throws if there is none. */
  readonly writerName: () => string
}

export function createImprover(parts: ImproverParts) {
  const { settings, improveElsewhere, crewFor, escalation, semantic, thoughts, writerName } = parts
  let started = 0
  const improveIn = async (
    scope: Scope,
    given: Prompt,
    { sampling, maxIterations = settings.maxIterations, thoughtId }: ImproveOptions,
  ): Promise<Timed<Thought>> => {
    const path = [{ kind: 'thought', name: given.id } as const]
    scope.emit({ type: 'prompt', path, atMs: scope.clock.now(), text: given.text })
    const { label = given.label } = settings
    const system = systemFor(given, settings)
    if (system instanceof SifakaError) {
      const failed = await failPrompt(given, system, settings, scope)
      return thoughts.append({ ...failed, id: thoughtId ?? failed.id }, given.model ?? writerName())
    }
    const prompt = { ...given, system, ...(label === undefined ? {} : { label }) }
    // The work would be paid for, and could not be acknowledged.
    const fault = thoughts.fault()
    if (fault) return failPrompt(prompt, fault, settings, scope)
    if (improveElsewhere) {
      const improved = { ...(await improveElsewhere(prompt, scope)), prompt }
      return thoughts.append(improved, writerOf(improved) ?? prompt.model ?? writerName())
    }
    const crew = await crewFor(prompt).catch(onlyExpected)
    if (crew instanceof SifakaError) {
      const failed = await failPrompt(prompt, crew, settings, scope)
      return thoughts.append({ ...failed, id: thoughtId ?? failed.id }, prompt.model ?? writerName())
    }
    const { crew: chosen, route } = await escalation.begin(prompt, crew)
    const sampled = sampling ? withEachGenerator(chosen, (model) => withDefaults(model, sampling)) : chosen
    const policy = { ...settings, maxIterations }
    const improved = await improve(prompt, semantic?.crewFor(prompt, sampled) ?? sampled, policy, scope)
    const thought = { ...improved, id: thoughtId ?? improved.id, ...(route && { route }) }
    escalation.learn(thought)
    const writer = writerOf(thought) ?? chosen.generator.name
    await semantic?.add(thought, writer)
    return thoughts.append(thought, route ? writer : (prompt.model ?? writerName()))
  }
  return (prompt: Prompt, options: ImproveOptions = {}): Promise<Timed<Thought>> => {
    const promptScope = { ...(options.scope ?? parts.scope), priority: started++ }
    return untilStored(promptScope, (scope) => improveIn(scope, prompt, options))
  }
}

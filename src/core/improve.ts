/** The main loop: generate and assess a draft, then revise it or return the best one. */
import { assess, combinePrefixChecks, findAnswerSchema, findEarlierAssessment } from './assess.ts'
import { buildThought, decide, isAssessable, stopIfInfeasible, stopIfInterrupted } from './decide.ts'
import { isFailure, toFailure } from './failure.ts'
import { composeMessages } from './feedback.ts'
import type { Crew, ModelRequest } from './ports.ts'
import { span, type Scope } from './scope.ts'
import type { Policy } from './policy.ts'
import type { Generation, Iteration, Prompt, Stop, Thought, Timed } from './types.ts'
import { collectWaste, noUsage } from './usage.ts'

/** Works on one prompt until it ends; failures are part of the thought. Rejects only if the scope is already aborted. */
export function improve(prompt: Prompt, crew: Crew, policy: Policy, outer: Scope): Promise<Timed<Thought>> {
  return span(outer, 'thought', prompt.id, async (inner) => {
    const { scope, wasted } = collectWaste(inner)
    const startedAt = scope.clock.date().toISOString()
    const iterations: Timed<Iteration>[] = []
    let stop: Stop | undefined = await stopIfInfeasible(crew.validators, scope)
    while (!stop) {
      iterations.push(await iterate(prompt, crew, policy, iterations, scope))
      stop = decide(iterations, policy) ?? stopIfInterrupted(scope.signal)
    }
    return buildThought({ prompt, iterations, startedAt, wasted: wasted() }, stop, policy)
  })
}

function iterate(
  prompt: Prompt,
  crew: Crew,
  policy: Policy,
  history: readonly Iteration[],
  outer: Scope,
): Promise<Timed<Iteration>> {
  const index = history.length + 1
  const isLastIteration = index >= policy.maxIterations
  return span(outer, 'iteration', String(index), async (scope) => {
    // The last draft is never cut, since no further draft would replace it.
    const mayBeCut = !isLastIteration && policy.stream !== false
    const request = {
      messages: composeMessages(prompt, crew.validators, history, policy),
      schema: findAnswerSchema(crew.validators),
      ...(mayBeCut ? combinePrefixChecks(crew.validators) : undefined),
    }
    const suppliedDraft = index === 1 ? prompt.draft : undefined
    const generation = await (
      suppliedDraft === undefined ? generate(crew, request, scope) : useSuppliedDraft(suppliedDraft, scope)
    ).catch((error: unknown) => toFailure('model', crew.generator.name, error, scope.signal))

    const nothing = { validations: [], critiques: [], failures: [] }
    if (isFailure(generation)) return { index, generation: null, ...nothing, failures: [generation] }
    if (!isAssessable(generation)) return { index, generation, ...nothing }
    // Only the fault for which the draft was cut is certain; the rest of the text was never written.
    const { cut } = generation
    if (cut) return { index, generation, ...nothing, validations: [{ ...cut, durationMs: 0 }] }
    const draft = { prompt, text: generation.text }
    const assessment =
      findEarlierAssessment(draft.text, history) ??
      (await assess(draft, { crew, policy, history, isLastIteration }, scope))
    return { index, generation, ...assessment }
  })
}

const generate = ({ generator }: Crew, request: ModelRequest, outer: Scope): Promise<Timed<Generation>> =>
  span(outer, 'generation', generator.name, async (scope) => ({
    ...(await generator.generate(request, scope)),
    messages: request.messages,
  }))

const useSuppliedDraft = (text: string, outer: Scope): Promise<Timed<Generation>> =>
  span(outer, 'generation', 'draft', async () => ({
    text,
    model: 'draft',
    finishReason: 'stop',
    cached: false,
    usage: noUsage,
    messages: [],
  }))

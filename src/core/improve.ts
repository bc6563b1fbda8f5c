/** The main loop: generate and assess a draft, then revise it or return the best one. */
import { assess, combinePrefixChecks, findAnswerSchema, findEarlierAssessment } from './assess.ts'
import {
  buildThought,
  decide,
  escalates,
  isAssessable,
  stopIfInfeasible,
  stopIfInterrupted,
  type Stop,
} from './decide.ts'
import { writeDraft } from './drafts/write-draft.ts'
import { isFailure, toFailure } from './failure.ts'
import { composeMessages } from './feedback.ts'
import type { Crew } from './ports.ts'
import { span, type Scope } from './scope.ts'
import type { Policy } from './policy.ts'
import type { Iteration, Prompt, Thought, Timed } from './types.ts'
import { collectWaste } from './usage.ts'

/** Works on one prompt until it ends; failures are part of the thought. Rejects only if the scope is aborted before. */
export function improve(prompt: Prompt, first: Crew, policy: Policy, outer: Scope): Promise<Timed<Thought>> {
  return span(outer, 'thought', prompt.id, async (inner) => {
    const { scope, wasted } = collectWaste(inner)
    const startedAt = scope.clock.date().toISOString()
    const iterations: Timed<Iteration>[] = []
    let crew = first
    let history: readonly Timed<Iteration>[] = []
    let stop: Stop | undefined = await stopIfInfeasible(crew.validators, scope)
    while (!stop) {
      const iteration = await iterate(prompt, crew, policy, { history, index: iterations.length + 1 }, scope)
      iterations.push(iteration)
      history = [...history, iteration]
      stop = decide(history, policy) ?? stopIfInterrupted(scope.signal)
      if (!stop || !crew.next || !escalates(stop)) continue
      // The next model sees no draft of this one, only the draft that the user supplied, if there is one.
      history = prompt.draft === undefined ? [] : iterations.slice(0, 1)
      crew = crew.next
      stop = undefined
    }
    return buildThought({ prompt, iterations, startedAt, wasted: wasted() }, stop, policy)
  })
}

function iterate(
  prompt: Prompt,
  crew: Crew,
  policy: Policy,
  { history, index }: { readonly history: readonly Iteration[]; readonly index: number },
  outer: Scope,
): Promise<Timed<Iteration>> {
  const isLastIteration = history.length + 1 >= policy.maxIterations
  return span({ ...outer, iteration: index }, 'iteration', String(index), async (scope) => {
    // The last draft is never cut, since no further draft would replace it.
    const mayBeCut = !isLastIteration && policy.stream !== false
    const request = {
      messages: composeMessages(prompt, crew.validators, history, policy),
      schema: findAnswerSchema(crew.validators),
      ...(mayBeCut ? combinePrefixChecks(crew.validators) : undefined),
    }
    const supplied = index === 1 ? prompt.draft : undefined
    const generation = await writeDraft(crew.generator, request, supplied, scope).catch((error: unknown) =>
      toFailure('model', crew.generator.name, error, scope.signal),
    )

    const own = { index, ...(crew.writer === undefined ? {} : { writer: crew.writer }) }
    const nothing = { validations: [], critiques: [], failures: [] }
    if (isFailure(generation)) return { ...own, generation: null, ...nothing, failures: [generation] }
    if (!isAssessable(generation)) return { ...own, generation, ...nothing }
    // Only the fault for which the draft was cut is certain; the rest of the text was never written.
    const { cut } = generation
    if (cut) return { ...own, generation, ...nothing, validations: [{ ...cut, durationMs: 0 }] }
    const draft = { prompt, text: generation.text }
    const assessment =
      findEarlierAssessment(draft.text, history) ??
      (await assess(draft, { crew, policy, history, isLastIteration }, { ...scope, hasDraft: true }))
    return { ...own, generation, ...assessment }
  })
}

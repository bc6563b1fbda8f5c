/** THE LOOP: generate, assess, decide; revise or return. */
import { assess, assessedBefore, prefixJudge } from './assess.ts'
import { conclude, decide, infeasible, interrupted, isUsable } from './decide.ts'
import { isFailure, toFailure } from './failure.ts'
import { compose } from './feedback.ts'
import type { Crew, ModelRequest } from './ports.ts'
import { span, type Scope } from './scope.ts'
import type { Generation, Iteration, Message, Policy, Prompt, Stop, Thought, Timed } from './types.ts'
import { noUsage } from './usage.ts'

/**
 * Works on one prompt until its draft is accepted or a limit is reached. Whatever goes wrong on the way, it
 * resolves to a thought that says so; it rejects only if it was aborted before it began.
 */
export function improve(prompt: Prompt, crew: Crew, policy: Policy, outer: Scope): Promise<Timed<Thought>> {
  return span(outer, 'thought', prompt.id, async (scope) => {
    const startedAt = scope.clock.date().toISOString()
    const iterations: Timed<Iteration>[] = []
    let stop: Stop | undefined = infeasible(crew.validators)
    while (!stop) {
      iterations.push(await iterate(prompt, crew, policy, iterations, scope))
      stop = decide(iterations, policy) ?? interrupted(scope.signal)
    }
    return conclude({ prompt, iterations, stop, policy, startedAt })
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
  return span(outer, 'iteration', String(index), async (scope) => {
    const messages = compose(prompt, crew.validators, history, policy)
    const last = index >= policy.maxIterations
    // Of the last draft all is wanted, whatever it is.
    const judge = last || policy.stream === false ? undefined : prefixJudge(crew.validators)
    const generation = await generate(prompt, crew, messages, index, judge, scope).catch((error: unknown) =>
      toFailure('model', crew.generator.name, error, scope.signal),
    )
    if (isFailure(generation)) {
      return { index, generation: null, validations: [], critiques: [], failures: [generation] }
    }
    const nothing = { validations: [], critiques: [], failures: [] }
    if (!isUsable(generation)) return { index, generation, ...nothing }
    // What is missing from an unfinished text might still have come.
    const { cut } = generation
    if (cut) return { index, generation, ...nothing, validations: [{ ...cut, durationMs: 0 }] }
    const draft = { prompt, text: generation.text }
    // The same text again was assessed already; asking again would only pay again.
    const found =
      assessedBefore(draft.text, history) ?? (await assess(draft, { crew, policy, history, last }, scope))
    return { index, generation, ...found }
  })
}

function generate(
  prompt: Prompt,
  crew: Crew,
  messages: readonly Message[],
  index: number,
  judge: ModelRequest['judge'],
  outer: Scope,
): Promise<Timed<Generation>> {
  if (index === 1 && prompt.draft !== undefined) {
    const given = { text: prompt.draft, model: 'draft', finishReason: 'stop', cached: false } as const
    return span(outer, 'generation', 'draft', async () => ({ ...given, usage: noUsage, messages: [] }))
  }
  return span(outer, 'generation', crew.generator.name, async (scope) => {
    const answer = await crew.generator.generate({ messages, judge }, scope)
    return { ...answer, messages }
  })
}

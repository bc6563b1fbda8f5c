/** Models, validators and critics that do what a test says, in the time that it says. */
import type { Critic, Model, ModelRequest, Validator } from '../../src/core/ports.ts'
import type { Scope } from '../../src/core/scope.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Answer, Critique, Prompt, Validation } from '../../src/core/types.ts'
import { noUsage } from '../../src/core/usage.ts'

type Line = string | Error | Partial<Answer>

export interface ScriptedModel extends Model {
  readonly requests: ModelRequest[]
}

/** Answers with its lines in turn, the last one for ever; an Error is thrown. */
export function scriptedModel(lines: readonly Line[], delayMs = 0, name = 'test:writer'): ScriptedModel {
  const requests: ModelRequest[] = []
  return {
    name,
    requests,
    async generate(request, scope) {
      const line = lines[Math.min(requests.push(request), lines.length) - 1] ?? ''
      if (delayMs > 0) await scope.clock.sleep(delayMs, scope.signal)
      if (line instanceof Error) throw line
      return answer(typeof line === 'string' ? { text: line } : line)
    },
  }
}

export const answer = (more: Partial<Answer> = {}): Answer => ({
  text: 'text',
  model: 'test-1',
  finishReason: 'stop',
  cached: false,
  usage: { ...noUsage, calls: 1, inputTokens: 10, outputTokens: 5, costUsd: null },
  ...more,
})

/** Passes the texts that `check` approves of; throws what it throws. */
export function scriptedValidator(
  name: string,
  check: (text: string) => boolean | number,
  { delayMs = 0, tier = 'instant' }: { delayMs?: number; tier?: Validator['tier'] } = {},
): Validator {
  return {
    name,
    tier,
    requirement: `${name} holds`,
    async validate(draft, scope) {
      if (delayMs > 0) await scope.clock.sleep(delayMs, scope.signal)
      const score = Number(check(draft.text))
      return validation({ validator: name, passed: score === 1, score })
    },
  }
}

export const validation = (more: Partial<Validation> = {}): Validation => ({
  validator: 'length',
  passed: true,
  score: 1,
  measured: 5,
  bound: '1..9',
  message: `${more.validator ?? 'length'} ${more.passed === false ? 'fails' : 'holds'}`,
  ...more,
})

type Opinion = boolean | Error | Partial<Critique>

/** Gives its opinions in turn, the last one for ever: true approves, an Error is thrown. */
export function scriptedCritic(
  name: string,
  opinions: readonly Opinion[],
  delayMs = 0,
): Critic & { readonly asked: () => number } {
  let count = 0
  return {
    name,
    model: 'test:critic',
    asked: () => count,
    async critique(_draft, _request, scope: Scope) {
      const opinion = opinions[Math.min(++count, opinions.length) - 1] ?? true
      if (delayMs > 0) await scope.clock.sleep(delayMs, scope.signal)
      if (opinion instanceof Error) throw opinion
      return critique({
        critic: name,
        ...(typeof opinion === 'boolean' ? { needsImprovement: !opinion } : opinion),
      })
    },
  }
}

export const critique = (more: Partial<Critique> = {}): Critique => ({
  critic: 'reflexion',
  model: 'test:critic',
  needsImprovement: false,
  confidence: 1,
  severity: 'high',
  feedback: 'feedback',
  suggestions: [],
  usage: { ...noUsage, calls: 1, inputTokens: 20, outputTokens: 5, costUsd: null },
  ...more,
})

export const prompt = (text = 'Write.', more: Partial<Prompt> = {}): Prompt => ({
  id: 'p1',
  index: 0,
  text,
  ...more,
})

export const policy = (more: Partial<Policy> = {}): Policy => ({
  maxIterations: 3,
  critique: 'always',
  validation: 'all',
  quorum: 'majority',
  onCriticError: 'retry',
  plateau: 3,
  feedback: { validationWeight: 0.6, criticWeight: 0.4, maxSuggestions: 12 },
  ...more,
})

/** Asks several critics of one model in one call: the model reads the text once and gives each its own answer. */
import * as z from 'zod'
import { CritiqueError, SifakaError } from '../core/errors.ts'
import type { Critic, CritiqueRequest, Draft } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { Critique, Usage } from '../core/types.ts'
import { noUsage, totalUsage } from '../core/usage.ts'
import { keysFor } from './answer-shape.ts'
import { ask, CriticCalls } from './ask.ts'
import { fusiblePartOf, type FusiblePart } from './model-critic.ts'

const RUBRIC = `Several reviewers ask you about the text. Answer each question under its own key, as if it were the only one: no answer may influence another.`

interface Member {
  readonly critic: Critic
  readonly part: FusiblePart
}

interface FusedAnswer {
  readonly model: string
  readonly values: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
  readonly calls: CriticCalls
}

/** Lets all single-call critics of the same model and effort share one call; the other critics stay as they are. */
export function fuseCritics(critics: readonly Critic[]): readonly Critic[] {
  const groups = new Map<string, Member[]>()
  for (const critic of critics) {
    const part = fusiblePartOf(critic)
    if (!part) continue
    const key = `${part.model.name} ${part.effort}`
    groups.set(key, [...(groups.get(key) ?? []), { critic, part }])
  }
  const fused = new Map([...groups.values()].filter((group) => group.length > 1).flatMap(fuseGroup))
  return critics.map((critic) => fused.get(critic) ?? critic)
}

function fuseGroup(group: readonly Member[]): [Critic, Critic][] {
  const keys = keysFor(
    'critic',
    group.map(({ critic }) => critic.name),
  )
  // All critics of an iteration are given the same draft object.
  const answers = new WeakMap<Draft, Promise<FusedAnswer>>()
  const answerFor = (draft: Draft, request: CritiqueRequest, scope: Scope): Promise<FusedAnswer> => {
    const answer = answers.get(draft) ?? askGroup(group, keys, draft, request, scope)
    answers.set(draft, answer)
    return answer
  }
  return group.map(({ critic, part }, index) => {
    const key = keys[index] ?? ''
    // The first critic of the group accounts for the shared call.
    const isFirst = index === 0
    return [
      critic,
      {
        ...critic,
        calls: isFirst ? { least: 1, most: 2, rounds: 2 } : { least: 0, expected: 0, most: 1, rounds: 1 },
        async critique(draft, request, scope) {
          if (request.sample > 0) return critic.critique(draft, request, scope)
          const answer = await answerFor(draft, request, scope).catch((error: unknown) => {
            if (error instanceof CritiqueError) return error
            throw error instanceof SifakaError && !isFirst ? error.withUsage(noUsage) : error
          })
          const shared = isFirst ? usageOf(answer) : noUsage
          if (answer instanceof CritiqueError) return askAlone(critic, draft, request, scope, shared)
          const faults = answer.faults.filter(
            (fault) => ownerOf(fault, keys) === key || !ownerOf(fault, keys),
          )
          const opinion = part.conclude(answer.values[key], faults.length > 0, draft)
          if (!opinion) return askAlone(critic, draft, request, scope, shared)
          return {
            critic: critic.name,
            model: answer.model,
            ...opinion,
            ...(faults.length === 0 ? {} : { faults }),
            calls: isFirst ? answer.calls.all : [],
            usage: shared,
          }
        },
      },
    ]
  })
}

const ownerOf = (fault: string, keys: readonly string[]): string | undefined =>
  keys.find((key) => fault.startsWith(`${key}:`))

const usageOf = (answer: FusedAnswer | CritiqueError): Usage =>
  answer instanceof CritiqueError ? (answer.usage ?? noUsage) : answer.calls.usage

/** Asks the critic's own question, since the shared answer has nothing usable for it. */
async function askAlone(
  critic: Critic,
  draft: Draft,
  request: CritiqueRequest,
  scope: Scope,
  shared: Usage,
): Promise<Critique> {
  try {
    const critique = await critic.critique(draft, request, scope)
    return { ...critique, usage: totalUsage([shared, critique.usage]) }
  } catch (error) {
    throw error instanceof SifakaError ? error.withUsage(totalUsage([shared, error.usage ?? noUsage])) : error
  }
}

async function askGroup(
  group: readonly Member[],
  keys: readonly string[],
  draft: Draft,
  request: CritiqueRequest,
  scope: Scope,
): Promise<FusedAnswer> {
  const [first] = group
  if (!first) throw new Error('a group of critics is empty')
  const { model, effort } = first.part
  const questions = await Promise.all(group.map(async ({ part }) => part.rubric(request, draft)))
  const rubric = [RUBRIC, ...questions.map((question, index) => `Key ${keys[index]}:\n${question}`)].join(
    '\n\n',
  )
  const shapes = group.map(({ part }, index) => [
    keys[index] ?? '',
    part.shape(request, draft).optional().catch(undefined),
  ])
  const shape = z.object(Object.fromEntries(shapes) as Readonly<Record<string, z.ZodType>>)
  const calls = new CriticCalls()
  const asked = { name: 'critics', rubric, shape, effort, sample: 0, suffices: () => true }
  try {
    const { value, faults } = await ask(model, asked, draft, scope, (sent, answer) => calls.add(sent, answer))
    return { model: calls.all.at(-1)?.model ?? model.name, values: value, faults, calls }
  } catch (error) {
    throw error instanceof SifakaError ? calls.chargeTo(error) : error
  }
}

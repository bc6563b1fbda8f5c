/** Validators and critics of a plugin's file, which run on threads, while what they need stays on the main thread. */
import type { CriticNeeds, ValidatorNeeds } from '../../core/definitions.ts'
import type { Critic, Model, Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { PluginValidation, PluginValidator } from '../define.ts'
import type { Description, KnownNeeds, ModelRole, PluginPart, RequestHandlers } from './protocol.ts'
import { runOnThread, type ThreadOptions } from './threads.ts'

type ModelOf = (role: ModelRole, name: string | undefined) => Model

/** Rejects with a `ConfigError` if a model that `create` asks for cannot be used. */
async function describePart(
  part: PluginPart,
  needs: KnownNeeds,
  { limitMs, signal }: Pick<ThreadOptions, 'limitMs' | 'signal'>,
  { modelOf, ...requests }: Partial<RequestHandlers> & { readonly modelOf: ModelOf },
): Promise<Description> {
  const described = await runOnThread({ ...part, do: 'create' }, { needs, limitMs, signal, requests })
  const description = described as Description
  for (const [role, name] of description.models) modelOf(role, name)
  return description
}

const generateWith =
  (modelOf: ModelOf, scope: Scope): RequestHandlers['generate'] =>
  ({ role, name, request }) =>
    modelOf(role, name).generate(request, scope)

export async function validatorOnThread(part: PluginPart, needs: ValidatorNeeds): Promise<PluginValidator> {
  const { answerLimitMs: limitMs, signal, env } = needs
  const parts = new Map<string, Promise<Validator>>()
  const partOf = (given: unknown): Promise<Validator> => {
    const key = JSON.stringify(given)
    const existing = parts.get(key) ?? needs.validator(given)
    parts.set(key, existing)
    return existing
  }
  const describe: RequestHandlers['describePart'] = async ({ given }) => {
    const { name, tier, requirement } = await partOf(given)
    return { name, tier, requirement }
  }
  const modelOf: ModelOf = (_, name) => needs.model(name)
  const known = { models: { model: needs.modelName }, retrievers: [], env }
  const description = await describePart(
    part,
    known,
    { limitMs, signal },
    { modelOf, describePart: describe },
  )
  return {
    ...description,
    validate: (draft, scope) =>
      runOnThread(
        { ...part, do: 'validate', draft },
        {
          needs: known,
          limitMs,
          signal: scope.signal,
          requests: {
            generate: generateWith(modelOf, scope),
            describePart: describe,
            validatePart: async ({ given, draft: text }) => (await partOf(given)).validate(text, scope),
          },
        },
      ) as Promise<PluginValidation>,
  }
}

export async function criticOnThread(part: PluginPart, needs: CriticNeeds): Promise<Omit<Critic, 'name'>> {
  const { answerLimitMs: limitMs, signal, retrievers = [], generator } = needs
  const modelOf: ModelOf = (role, name) => (role === 'generator' ? generator : needs.critic(name))
  const known = {
    models: { generator: generator.name, critic: nameOf(() => needs.critic()) },
    retrievers: retrievers.map(({ name }) => name),
    env: {},
  }
  const { model } = await describePart(part, known, { limitMs, signal }, { modelOf })
  return {
    model: model ?? generator.name,
    critique: (draft, request, scope) => {
      const { history, sample, critiques, validations } = request
      const retrieve: RequestHandlers['retrieve'] = ({ index, query, limit }) =>
        retrievers[index]?.retrieve(query, limit, scope) ?? Promise.resolve([])
      return runOnThread(
        { ...part, do: 'critique', draft, request: { history, sample, critiques } },
        {
          needs: known,
          limitMs,
          signal: scope.signal,
          requests: {
            generate: generateWith(modelOf, scope),
            retrieve,
            validations: async () => validations,
          },
        },
      ) as ReturnType<Critic['critique']>
    },
  }
}

/** The name of the model that is used if none is named; undefined if there is none, which only its use reports. */
function nameOf(model: () => Model): string | undefined {
  try {
    return model().name
  } catch {
    return undefined
  }
}

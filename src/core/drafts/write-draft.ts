import type { Model, ModelRequest } from '../ports.ts'
import { span, type Scope } from '../scope.ts'
import type { Generation, Timed } from '../types.ts'
import { noUsage } from '../usage.ts'

/** A draft that the model writes, unless the user supplied one. */
export const writeDraft = (
  generator: Model,
  request: ModelRequest,
  supplied: string | undefined,
  outer: Scope,
): Promise<Timed<Generation>> =>
  supplied === undefined ? generate(generator, request, outer) : useSuppliedDraft(supplied, outer)

const generate = (generator: Model, request: ModelRequest, outer: Scope): Promise<Timed<Generation>> =>
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

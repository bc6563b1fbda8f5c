/** Models that record the requests of critics and validators and send nothing. */
import type { CritiqueRequest, Draft, Model, ModelRequest } from '../core/ports.ts'
import { SifakaError } from '../core/errors.ts'
import type { Iteration } from '../core/types.ts'
import type { Models } from '../engine/models.ts'

export interface RecordedRequest {
  readonly model: string
  readonly request: ModelRequest
}

/** Must not be used concurrently. */
export function recordRequests(models: Models) {
  let recorded: RecordedRequest | undefined
  const recordingModel = ({ name, address, cost }: Model): Model => ({
    name,
    address,
    cost,
    async generate(request) {
      recorded ??= { model: name, request }
      throw new SifakaError('dry-run', 'a dry run sends nothing')
    },
  })
  return {
    /** The models of a run, replaced by recording models. */
    models: { ...models, get: (name: string) => recordingModel(models.get(name)) },
    /** Runs the work and returns the first request that it sends to a model, if there is one. */
    firstRequest: async (work: () => unknown): Promise<RecordedRequest | undefined> => {
      recorded = undefined
      try {
        await work()
      } catch {
        // The error is expected: the recording model fails every request.
      }
      return recorded
    },
  }
}

export type RequestRecorder = ReturnType<typeof recordRequests>

export const EMPTY_DRAFT: Draft = { prompt: { id: '', index: 0, text: '' }, text: '' }

export const FIRST_ITERATION: CritiqueRequest = { history: [], sample: 0 }

const validation = { validator: 'length', passed: false, score: 0, measured: 0, bound: null, message: '' }

/** An example of an earlier iteration, since some critics include it in their request. */
const iteration: Iteration = {
  index: 1,
  generation: null,
  validations: [{ ...validation, durationMs: 0 }],
  critiques: [],
  failures: [],
}

export const SECOND_ITERATION: CritiqueRequest = { history: [iteration], sample: 0 }

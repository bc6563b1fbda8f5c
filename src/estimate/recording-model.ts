/** Models that record the requests of critics and validators and send nothing. */
import type { CritiqueRequest, Draft, Model, ModelRequest } from '../core/ports.ts'
import { SifakaError } from '../core/errors.ts'
import type { Iteration } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import type { Models } from '../engine/models.ts'

export interface RecordedRequest {
  readonly model: string
  readonly request: ModelRequest
}

/** Must not be used concurrently. */
export function recordRequests(models: Models) {
  let recorded: RecordedRequest[] = []
  let isAnswering = false
  const recordingModel = ({ name, address, cost }: Model): Model => ({
    name,
    address,
    cost,
    async generate(request) {
      recorded.push({ model: name, request })
      const example = request.schema?.example
      if (!isAnswering || example === undefined) {
        throw new SifakaError('dry-run', 'a dry run sends nothing')
      }
      // Critics refuse an answer that equals the example.
      return { ...ANSWER, model: name, text: JSON.stringify({ ...Object(example), isDryRun: true }) }
    },
  })
  const record = async (work: () => unknown, answers: boolean) => {
    recorded = []
    isAnswering = answers
    try {
      await work()
    } catch {
      // The error is expected: the recording model fails requests.
    }
    return recorded
  }
  return {
    /** The models of a run, replaced by recording models. */
    models: { ...models, get: (name: string) => recordingModel(models.get(name)) },
    /** Runs the work and returns the first request that it sends to a model, if there is one. */
    firstRequest: async (work: () => unknown): Promise<RecordedRequest | undefined> =>
      (await record(work, false))[0],
    /** Runs the work on models that answer with the examples of the requests, and returns all requests. */
    allRequests: (work: () => unknown): Promise<readonly RecordedRequest[]> => record(work, true),
  }
}

const ANSWER = { finishReason: 'stop', cached: false, usage: noUsage } as const

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

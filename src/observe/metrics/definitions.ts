/**
 * The metrics of a run. Those of calls follow OpenTelemetry's conventions for generative AI, bucket boundaries
 * included. Labels have few values and never contain text of a prompt or a draft.
 */

export interface MetricDefinition {
  readonly type: 'counter' | 'up-down-counter' | 'gauge' | 'histogram'
  /** In the notation of OpenTelemetry: `s`, `By` (bytes), or the counted things in braces. */
  readonly unit: string
  readonly description: string
  /** Upper bounds of the buckets of a histogram. */
  readonly bounds?: readonly number[]
}

const TOKEN_BOUNDS = Array.from({ length: 14 }, (_, index) => 4 ** index)
const CALL_BOUNDS = Array.from({ length: 14 }, (_, index) => 2 ** index / 100)
/** Local validators take less than a millisecond, and a prompt with several iterations takes minutes. */
const WORK_BOUNDS = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

export const METRICS = {
  'gen_ai.client.token.usage': {
    type: 'histogram',
    unit: '{token}',
    description: 'Number of input and output tokens used.',
    bounds: TOKEN_BOUNDS,
  },
  'gen_ai.client.operation.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Duration of calls to models, with their retries and waits.',
    bounds: CALL_BOUNDS,
  },
  'gen_ai.client.operation.time_to_first_chunk': {
    type: 'histogram',
    unit: 's',
    description: 'Time from sending a call to the first piece of its streamed answer.',
    bounds: CALL_BOUNDS,
  },
  'sifaka.prompts': { type: 'counter', unit: '{prompt}', description: 'Prompts that ended, by outcome.' },
  'sifaka.prompts.in_flight': {
    type: 'up-down-counter',
    unit: '{prompt}',
    description: 'Prompts that are being worked on.',
  },
  'sifaka.prompt.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Time from the start of a prompt to its end.',
    bounds: WORK_BOUNDS,
  },
  'sifaka.prompt.iterations': {
    type: 'histogram',
    unit: '{iteration}',
    description: 'Iterations of a prompt.',
    bounds: [1, 2, 3, 4, 5, 7, 10, 15, 20],
  },
  'sifaka.prompt.tokens': {
    type: 'histogram',
    unit: '{token}',
    description: 'Input and output tokens of all calls for a prompt.',
    bounds: TOKEN_BOUNDS,
  },
  'sifaka.iteration.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Duration of iterations.',
    bounds: WORK_BOUNDS,
  },
  'sifaka.validation.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Duration of validations, by result: passed, failed or warning.',
    bounds: WORK_BOUNDS,
  },
  'sifaka.critique.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Duration of critiques, by result: approved or objected.',
    bounds: WORK_BOUNDS,
  },
  'sifaka.failures': {
    type: 'counter',
    unit: '{failure}',
    description: 'Validators, critics and calls that could not answer, by error code.',
  },
  'sifaka.calls.in_flight': {
    type: 'up-down-counter',
    unit: '{call}',
    description: 'Calls that are waiting or sent.',
  },
  'sifaka.retries': { type: 'counter', unit: '{retry}', description: 'Retries of calls, by kind of error.' },
  'sifaka.cache.hits': { type: 'counter', unit: '{call}', description: 'Calls answered from the cache.' },
  'sifaka.cost': { type: 'counter', unit: 'USD', description: 'Cost of answers whose price is known.' },
  'sifaka.wait.duration': {
    type: 'histogram',
    unit: 's',
    description: 'Time for which calls waited, by reason.',
    bounds: WORK_BOUNDS,
  },
  'sifaka.rate_limit.utilisation': {
    type: 'gauge',
    unit: '1',
    description: 'Share in use of a rate limit that the provider reports, from 0 to 1.',
  },
  'process.memory.usage': { type: 'gauge', unit: 'By', description: 'Physical memory in use.' },
  'process.cpu.time': { type: 'counter', unit: 's', description: 'Processor time used.' },
} as const satisfies Readonly<Record<string, MetricDefinition>>

export type MetricName = keyof typeof METRICS
export type MetricLabels = Readonly<Record<string, string>>

/** `value` is the increase of a counter, the current value of a gauge, or one value of a histogram. */
export type RecordMetric = (name: MetricName, value: number, labels?: MetricLabels) => void

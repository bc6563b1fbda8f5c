/** Turns events into metrics. Prometheus and OpenTelemetry receive the same measurements. */
import type { EventOf, PathSegment, SifakaEvent } from '../../core/events.ts'
import { errorCodeOf, usageOfError } from '../../core/failure.ts'
import type { Usage } from '../../core/types.ts'
import { isWarning } from '../../core/validation/severity.ts'
import { SentCalls } from '../sent-calls.ts'
import type { MetricLabels, MetricName, RecordMetric } from './definitions.ts'
import { requestAttributes } from './gen-ai.ts'

export class Measurements {
  readonly #record: RecordMetric
  readonly #sent = new SentCalls()

  constructor(record: RecordMetric) {
    this.#record = record
  }

  on(event: SifakaEvent): void {
    const seconds = 'durationMs' in event ? event.durationMs / 1000 : 0
    switch (event.type) {
      case 'thought-start':
        return this.#record('sifaka.prompts.in_flight', 1)
      case 'thought-end': {
        const { outcome, iterations, usage } = event.value
        this.#record('sifaka.prompts.in_flight', -1)
        this.#record('sifaka.prompts', 1, { outcome })
        this.#record('sifaka.prompt.duration', seconds, { outcome })
        this.#record('sifaka.prompt.iterations', iterations.length, { outcome })
        return this.#record('sifaka.prompt.tokens', usage.inputTokens + usage.outputTokens)
      }
      case 'thought-error':
        this.#record('sifaka.prompts.in_flight', -1)
        return this.#record('sifaka.prompts', 1, { outcome: 'failed' })
      case 'iteration-end':
        return this.#record('sifaka.iteration.duration', seconds)
      case 'validation-end': {
        const result = event.value.passed ? 'passed' : isWarning(event.value) ? 'warning' : 'failed'
        return this.#record('sifaka.validation.duration', seconds, { validator: event.name, result })
      }
      case 'critique-end': {
        const { critic, model, needsImprovement } = event.value
        const result = needsImprovement ? 'objected' : 'approved'
        return this.#record('sifaka.critique.duration', seconds, { critic, model, result })
      }
      case 'validation-error':
        return this.#recordFailure('validator', event)
      case 'critique-error':
        return this.#recordFailure('critic', event)
      case 'wait-end':
      case 'wait-error': {
        const model = event.path.at(-2)?.name ?? ''
        return this.#record('sifaka.wait.duration', seconds, { model, reason: event.name })
      }
      default:
        this.#onCall(event)
    }
  }

  #recordFailure(
    role: 'validator' | 'critic' | 'model',
    { name, error }: { name: string; error: unknown },
  ): void {
    this.#record('sifaka.failures', 1, { role, name, code: errorCodeOf(error) })
  }

  #onCall(event: SifakaEvent): void {
    const call = event.path.at(-1)
    if (call?.kind !== 'call') return
    const model = call.name
    switch (event.type) {
      case 'call-start':
        return this.#record('sifaka.calls.in_flight', 1, { model })
      case 'call-sent':
        return this.#sent.add(call, event.atMs)
      case 'text-delta': {
        const firstTextMs = this.#sent.firstTextMs(call, event.atMs)
        if (firstTextMs === undefined) return
        const metric = 'gen_ai.client.operation.time_to_first_chunk'
        return this.#record(metric, firstTextMs / 1000, requestAttributes(model))
      }
      case 'call-retry':
        return this.#record('sifaka.retries', 1, { model, kind: event.kind })
      case 'call-cached':
        return this.#record('sifaka.cache.hits', 1, { model })
      case 'call-limits':
        for (const { unit, limit, remaining } of event.limits) {
          if (!limit || remaining === undefined) continue
          this.#record('sifaka.rate_limit.utilisation', 1 - remaining / limit, { model, unit })
        }
        return
      case 'call-end':
      case 'call-error':
        return this.#endCall(event, call)
      default:
    }
  }

  #endCall(event: EventOf<'call-end' | 'call-error'>, call: PathSegment): void {
    const model = call.name
    this.#record('sifaka.calls.in_flight', -1, { model })
    // An answer from the cache or from an earlier run took no time and no tokens of the provider.
    const wasSent = this.#sent.end(call)
    const error = event.type === 'call-error' ? event.error : undefined
    if (error !== undefined) this.#recordFailure('model', { name: model, error })
    const answered = event.type === 'call-end' ? { 'gen_ai.response.model': event.value.model } : {}
    const labels = { ...requestAttributes(model), ...answered }
    if (wasSent) {
      const failed = error === undefined ? labels : { ...labels, 'error.type': errorCodeOf(error) }
      this.#record('gen_ai.client.operation.duration', event.durationMs / 1000, failed)
    }
    const usage = event.type === 'call-end' ? event.value.usage : usageOfError(error)
    // An error contains the usage of attempts that were answered and paid for.
    if (usage && (wasSent || error !== undefined)) this.#recordUsage(usage, labels, model)
  }

  #recordUsage({ inputTokens, outputTokens, costUsd }: Usage, labels: MetricLabels, model: string): void {
    const metric: MetricName = 'gen_ai.client.token.usage'
    this.#record(metric, inputTokens, { ...labels, 'gen_ai.token.type': 'input' })
    this.#record(metric, outputTokens, { ...labels, 'gen_ai.token.type': 'output' })
    if (costUsd !== null) this.#record('sifaka.cost', costUsd, { model })
  }
}

/**
 * Turns events into spans: a trace per prompt, with a span for each iteration, validation, critique, call and wait. The
 * result of each validation and critique is an event of the call that wrote the draft.
 */
import type { Context, Span, Tracer } from '@opentelemetry/api'
import type { Observer, PathSegment, SifakaEvent } from '../../core/events.ts'
import { errorCodeOf, usageOfError } from '../../core/failure.ts'
import { requestAttributes } from '../metrics/gen-ai.ts'
import {
  answerAttributes,
  callAttributes,
  critiqueAttributes,
  EVALUATION_EVENT,
  usageAttributes,
  validationAttributes,
  type SpanAttributes,
} from './attributes.ts'

export interface SpanOptions {
  readonly tracer: Tracer
  /** The context in which prompts start. */
  readonly root: Context
  readonly withSpan: (span: Span) => Context
  /** Converts the time of an event to milliseconds since 1970. */
  readonly toEpochMs: (atMs: number) => number
  readonly sendsContent: boolean
  readonly redactSecrets: (text: string) => string
  /** The attributes of the span of a prompt. */
  readonly runAttributes: SpanAttributes
}

interface OpenSpan {
  readonly span: Span
  /** The time at which the last attempt of a call was sent; undefined from its first text delta on. */
  sentMs?: number | undefined
  wasSent?: boolean
}

/** Values of enums in OpenTelemetry's API, which is loaded later. */
const INTERNAL = 0
const CLIENT = 2
const ERROR_STATUS = 2
/** Shorter waits get no span. */
const MIN_WAIT_MS = 1
const WORKFLOW = 'improve'

export class SpanObserver implements Observer {
  readonly name = 'telemetry'
  readonly #options: SpanOptions
  readonly #open = new Map<PathSegment, OpenSpan>()
  /** The spans of the calls that wrote drafts, by iteration. They stay open until the drafts are assessed. */
  readonly #drafts = new Map<PathSegment, { readonly span: Span; readonly endMs: number }>()

  constructor(options: SpanOptions) {
    this.#options = options
  }

  on(event: SifakaEvent): void {
    const work = event.path.at(-1)
    if (!work) return
    switch (event.type) {
      case 'thought-start': {
        const attributes = {
          'gen_ai.operation.name': 'invoke_workflow',
          'gen_ai.workflow.name': WORKFLOW,
          'sifaka.prompt.id': event.name,
          ...this.#options.runAttributes,
        }
        return this.#start(event, `invoke_workflow ${WORKFLOW}`, attributes)
      }
      case 'iteration-start':
        return this.#start(event, `iteration ${event.name}`, { 'sifaka.iteration': Number(event.name) })
      case 'validation-start':
        return this.#start(event, `validation ${event.name}`, { 'sifaka.validator': event.name })
      case 'critique-start':
        return this.#start(event, `critique ${event.name}`, { 'sifaka.critic': event.name })
      case 'call-start': {
        const attributes = requestAttributes(event.name)
        return this.#start(event, `chat ${attributes['gen_ai.request.model']}`, attributes, CLIENT)
      }
      case 'wait-end':
      case 'wait-error':
        return this.#addWait(event)
      case 'thought-end': {
        const { id, outcome, stopReason, iterations, error } = event.value
        const result = {
          'sifaka.thought.id': id,
          'sifaka.outcome': outcome,
          'sifaka.stop_reason': stopReason,
        }
        this.#setAttributes(work, { ...result, 'sifaka.iterations': iterations.length })
        return this.#end(event, error?.code)
      }
      case 'validation-end':
        this.#addEvaluation(event, validationAttributes(event.value, this.#options.sendsContent))
        return this.#end(event)
      case 'critique-end':
        this.#addEvaluation(event, critiqueAttributes(event.value, this.#options.sendsContent))
        return this.#end(event)
      case 'validation-error':
      case 'critique-error': {
        const code = errorCodeOf(event.error)
        this.#addEvaluation(event, { 'gen_ai.evaluation.name': event.name, 'error.type': code })
        return this.#end(event, code)
      }
      case 'iteration-end':
      case 'iteration-error':
      case 'thought-error':
        return this.#end(event, event.type === 'iteration-end' ? undefined : errorCodeOf(event.error))
      default:
        return this.#onCall(event, work)
    }
  }

  /** Ends the spans that are still open, such as those of a run that was aborted. */
  close(nowMs: number): void {
    for (const { span } of [...this.#open.values(), ...this.#drafts.values()]) {
      span.end(this.#options.toEpochMs(nowMs))
    }
    this.#open.clear()
    this.#drafts.clear()
  }

  #onCall(event: SifakaEvent, call: PathSegment): void {
    const open = this.#open.get(call)
    if (!open || call.kind !== 'call') return
    const { sendsContent } = this.#options
    switch (event.type) {
      case 'call-request':
        return this.#setAttributes(call, callAttributes(event, sendsContent))
      case 'call-sent':
        open.sentMs = event.atMs
        open.wasSent = true
        return
      case 'text-delta':
        if (open.sentMs === undefined) return
        this.#setAttributes(call, {
          'gen_ai.request.stream': true,
          'gen_ai.response.time_to_first_chunk': (event.atMs - open.sentMs) / 1000,
        })
        open.sentMs = undefined
        return
      case 'call-cached':
        return this.#setAttributes(call, { 'sifaka.cached': true })
      case 'call-retry': {
        const { attempt, kind, delayMs } = event
        return this.#addEvent(open.span, 'sifaka.retry', event.atMs, { attempt, kind, delay_ms: delayMs })
      }
      case 'call-end': {
        this.#setAttributes(call, answerAttributes(event.value, sendsContent))
        // An answer from the cache, or of an earlier run, used no tokens.
        if (open.wasSent) this.#setAttributes(call, usageAttributes(event.value.usage))
        const [, iteration, generation] = event.path
        if (iteration?.kind !== 'iteration' || generation?.kind !== 'generation') return this.#end(event)
        this.#open.delete(call)
        this.#drafts.set(iteration, { span: open.span, endMs: event.atMs })
        return
      }
      case 'call-error': {
        const usage = usageOfError(event.error)
        if (usage) this.#setAttributes(call, usageAttributes(usage))
        return this.#end(event, errorCodeOf(event.error))
      }
      default:
    }
  }

  #start(event: SifakaEvent, name: string, attributes: SpanAttributes, kind = INTERNAL): void {
    const work = event.path.at(-1)
    if (!work) return
    const { tracer, toEpochMs } = this.#options
    const options = { kind, startTime: toEpochMs(event.atMs), attributes: this.#redacted(attributes) }
    this.#open.set(work, { span: tracer.startSpan(name, options, this.#contextOf(event.path.slice(0, -1))) })
  }

  /** The context of the innermost work on the path that has a span. */
  #contextOf(path: readonly PathSegment[]): Context {
    const parent = path.findLast((work) => this.#open.has(work))
    const open = parent && this.#open.get(parent)
    return open ? this.#options.withSpan(open.span) : this.#options.root
  }

  #end({ path, atMs }: SifakaEvent, errorType?: string): void {
    const work = path.at(-1)
    const open = work && this.#open.get(work)
    if (!open) return
    this.#open.delete(work)
    const draft = this.#drafts.get(work)
    this.#drafts.delete(work)
    draft?.span.end(this.#options.toEpochMs(draft.endMs))
    if (errorType !== undefined) {
      // The message is not sent, since it can contain texts.
      open.span.setAttribute('error.type', errorType).setStatus({ code: ERROR_STATUS })
    }
    open.span.end(this.#options.toEpochMs(atMs))
  }

  #addWait({ path, atMs, ...event }: Extract<SifakaEvent, { type: 'wait-end' | 'wait-error' }>): void {
    if (event.durationMs < MIN_WAIT_MS) return
    const { tracer, toEpochMs } = this.#options
    const startTime = toEpochMs(atMs - event.durationMs)
    const attributes = { 'sifaka.wait.reason': event.name }
    const span = tracer.startSpan(`wait ${event.name}`, { startTime, attributes }, this.#contextOf(path))
    span.end(toEpochMs(atMs))
  }

  #addEvaluation({ path, atMs }: SifakaEvent, attributes: SpanAttributes): void {
    const work = path.at(-1)
    const iteration = path.find(({ kind }) => kind === 'iteration')
    const span = (iteration && this.#drafts.get(iteration)?.span) ?? (work && this.#open.get(work)?.span)
    if (span) this.#addEvent(span, EVALUATION_EVENT, atMs, attributes)
  }

  #setAttributes(work: PathSegment, attributes: SpanAttributes): void {
    this.#open.get(work)?.span.setAttributes(this.#redacted(attributes))
  }

  #addEvent(span: Span, name: string, atMs: number, attributes: SpanAttributes): void {
    span.addEvent(name, this.#redacted(attributes), this.#options.toEpochMs(atMs))
  }

  /** Removes known secrets from texts, which are those of models, and omits undefined values, which would be sent as empty ones. */
  #redacted(attributes: SpanAttributes): SpanAttributes {
    const { redactSecrets } = this.#options
    const known = Object.entries(attributes).filter(([, value]) => value !== undefined)
    return Object.fromEntries(
      known.map(([name, value]) => [name, typeof value === 'string' ? redactSecrets(value) : value]),
    )
  }
}

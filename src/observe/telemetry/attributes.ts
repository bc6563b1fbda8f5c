/** The attributes of spans and their events, as OpenTelemetry's conventions for generative AI name them. */
import type { CallRequest } from '../../core/events.ts'
import type { Answer, Critique, Message, Usage, Validation } from '../../core/types.ts'
import { isWarning } from '../../core/validation/severity.ts'

type AttributeValue = string | number | boolean | string[]
export type SpanAttributes = Record<string, AttributeValue | undefined>

export const EVALUATION_EVENT = 'gen_ai.evaluation.result'

export function callAttributes(
  { messages, temperature, maxTokens, seed, isJson, address }: CallRequest,
  sendsContent: boolean,
): SpanAttributes {
  return {
    'gen_ai.request.temperature': temperature,
    'gen_ai.request.max_tokens': maxTokens,
    'gen_ai.request.seed': seed,
    'gen_ai.output.type': isJson ? 'json' : undefined,
    ...(address === undefined ? {} : serverAttributes(address)),
    ...(sendsContent ? inputAttributes(messages) : {}),
  }
}

function serverAttributes(address: string): SpanAttributes {
  const { hostname, port, protocol } = URL.canParse(address) ? new URL(address) : { hostname: '' }
  if (hostname === '') return {}
  return { 'server.address': hostname, 'server.port': Number(port) || (protocol === 'http:' ? 80 : 443) }
}

const textPart = (content: string) => ({ type: 'text', content })

function inputAttributes(messages: readonly Message[]): SpanAttributes {
  const instructions = messages.filter(({ role }) => role === 'system')
  const others = messages.filter(({ role }) => role !== 'system')
  return {
    'gen_ai.system_instructions':
      instructions.length === 0
        ? undefined
        : JSON.stringify(instructions.map(({ content }) => textPart(content))),
    'gen_ai.input.messages': JSON.stringify(
      others.map(({ role, content }) => ({ role, parts: [textPart(content)] })),
    ),
  }
}

export const answerAttributes = (
  { model, finishReason, text }: Answer,
  sendsContent: boolean,
): SpanAttributes => ({
  'gen_ai.response.model': model,
  'gen_ai.response.finish_reasons': [finishReason],
  'gen_ai.output.messages': sendsContent
    ? JSON.stringify([{ role: 'assistant', parts: [textPart(text)], finish_reason: finishReason }])
    : undefined,
})

export const usageAttributes = (usage: Usage): SpanAttributes => ({
  'gen_ai.usage.input_tokens': usage.inputTokens,
  'gen_ai.usage.output_tokens': usage.outputTokens,
  'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens || undefined,
  'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens || undefined,
  'sifaka.cost.usd': usage.costUsd ?? undefined,
})

export const validationAttributes = (validation: Validation, sendsContent: boolean): SpanAttributes => ({
  'gen_ai.evaluation.name': validation.validator,
  'gen_ai.evaluation.score.value': validation.score,
  'gen_ai.evaluation.score.label': validation.passed ? 'pass' : isWarning(validation) ? 'warning' : 'fail',
  'gen_ai.evaluation.explanation': sendsContent ? validation.message : undefined,
})

/** Without a score, an approval counts as 1 and an objection as 0. */
export const critiqueAttributes = (
  { critic, needsImprovement, score, feedback }: Critique,
  sendsContent: boolean,
): SpanAttributes => ({
  'gen_ai.evaluation.name': critic,
  'gen_ai.evaluation.score.value': score ?? Number(!needsImprovement),
  'gen_ai.evaluation.score.label': needsImprovement ? 'fail' : 'pass',
  'gen_ai.evaluation.explanation': sendsContent ? feedback : undefined,
})

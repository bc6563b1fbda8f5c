/** The requests of sifaka's own endpoints. */
import * as z from 'zod'
import { EFFORTS, type Prompt } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import {
  maxTokensField,
  modelField,
  ruleShape,
  temperatureField,
  toOrder,
  type Order,
} from './request-fields.ts'

const textField = (description: string) =>
  z
    .string()
    .refine((text) => text.trim() !== '', 'must be a text that is not empty')
    .describe(description)

const streamField = z.boolean().default(false).describe('answer with server-sent events of the progress')

const streamable = { stream: streamField }

export interface ImproveRequest {
  readonly order: Order
  /** The id that the record gets. */
  readonly id: string | undefined
}

const improveFields = (registry: Registry) =>
  z.strictObject({
    prompt: textField('what to write'),
    id: z.string().min(1).optional().describe('the id of the record; default: random'),
    system: z.string().optional().describe('system prompt'),
    model: modelField.optional(),
    temperature: temperatureField,
    maxTokens: maxTokensField.nullish(),
    seed: z.int().min(0).nullish(),
    effort: z.enum(EFFORTS).nullish(),
    meta: z.record(z.string(), z.unknown()).optional().describe('copied to the record'),
    ...ruleShape(registry),
  })

function toImproveRequest(fields: z.output<ReturnType<typeof improveFields>>): ImproveRequest {
  const { prompt: text, id, system, model, meta, ...others } = fields
  const { temperature, maxTokens, seed, effort, ...rules } = others
  const order = toOrder(model, { text, system }, { temperature, maxTokens, seed, effort }, rules)
  return { order: { ...order, prompt: { ...order.prompt, meta } }, id }
}

export const improveSchema = (registry: Registry) => improveFields(registry).transform(toImproveRequest)

export const improveRequestSchema = (registry: Registry) =>
  improveFields(registry)
    .extend(streamable)
    .transform(({ stream, ...fields }) => ({ ...toImproveRequest(fields), isStreamed: stream }))

export interface ValidateRequest {
  readonly text: string
  readonly prompt: Pick<Prompt, 'text' | 'source' | 'vars' | 'validators'>
}

const validateFields = (registry: Registry) => {
  const { validators, source, vars } = ruleShape(registry)
  return z.strictObject({
    text: z.string().describe('the text to check'),
    prompt: z.string().default('').describe('what the text was to be, for validators that compare'),
    validators,
    source,
    vars,
  })
}

const toValidateRequest = (fields: z.output<ReturnType<typeof validateFields>>): ValidateRequest => {
  const { text, prompt, ...rules } = fields
  return { text, prompt: { text: prompt, ...rules } }
}

export const validateSchema = (registry: Registry) => validateFields(registry).transform(toValidateRequest)

export const validateRequestSchema = (registry: Registry) =>
  validateFields(registry)
    .extend(streamable)
    .transform(({ stream, ...fields }) => ({ ...toValidateRequest(fields), isStreamed: stream }))

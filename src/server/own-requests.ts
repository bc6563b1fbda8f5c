/** The requests of sifaka's own endpoints. */
import * as z from 'zod'
import { EFFORTS, type Prompt } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import {
  maxTokensField,
  modelField,
  sifakaFields,
  temperatureField,
  toTextRequest,
  type TextRequest,
} from './request-fields.ts'

const textField = (description: string) =>
  z
    .string()
    .refine((text) => text.trim() !== '', 'must not be empty')
    .describe(description)

const streamable = {
  stream: z.boolean().default(false).describe('answer with server-sent events of the progress'),
}

export interface ImproveRequest {
  readonly textRequest: TextRequest
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
    ...sifakaFields(registry),
  })

function toImproveRequest(fields: z.output<ReturnType<typeof improveFields>>): ImproveRequest {
  const { prompt: text, id, system, model, meta, ...others } = fields
  const { temperature, maxTokens, seed, effort, ...own } = others
  const sampling = { temperature, maxTokens, seed, effort }
  const textRequest = toTextRequest(model, { text, system }, sampling, own)
  return { textRequest: { ...textRequest, prompt: { ...textRequest.prompt, meta } }, id }
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
  const { validators, source, vars } = sifakaFields(registry)
  return z.strictObject({
    text: z.string().describe('the text to check'),
    prompt: z
      .string()
      .default('')
      .describe('the prompt for which the text was written, for validators that compare the two'),
    validators,
    source,
    vars,
  })
}

const toValidateRequest = (fields: z.output<ReturnType<typeof validateFields>>): ValidateRequest => {
  const { text, prompt, ...others } = fields
  return { text, prompt: { text: prompt, ...others } }
}

export const validateSchema = (registry: Registry) => validateFields(registry).transform(toValidateRequest)

export const validateRequestSchema = (registry: Registry) =>
  validateFields(registry)
    .extend(streamable)
    .transform(({ stream, ...fields }) => ({ ...toValidateRequest(fields), isStreamed: stream }))

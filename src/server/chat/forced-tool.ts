/**
 * A tool that the model is forced to call, by which many applications ask for an answer in JSON: the answer must match
 * the schema of the tool, and an accepted one is returned as its call. Tools are not supported in any other way.
 */
import * as z from 'zod'
import type { NamedOptions } from '../../core/types.ts'
import { parseJson, type JsonSchema } from '../../util/json.ts'
import type { ChatReply, ForcedTool } from '../chat-api.ts'
import { badRequest } from '../read-body.ts'
import { jsonValidatorOptions } from '../request-fields.ts'

export const ONLY_FORCED = 'sifaka supports tools only as a way to ask for an answer in JSON'

/** The arguments of a call are an object in all APIs. */
export const argumentsSchema = z
  .looseObject({ type: z.literal('object', 'must be object') })
  .describe('JSON Schema of the arguments; becomes a validator of the text')

/** `tool` is the schema of one tool. */
export const toolsField = <T extends z.ZodType>(tool: T) =>
  z
    .array(tool)
    .max(1, `must be one tool at most, which tool_choice forces the model to call: ${ONLY_FORCED}`)
    .nullish()
    .describe(
      'one tool, which tool_choice forces the model to call; an accepted text is returned as its call',
    )

interface ToolDemand {
  /** The tool of the request, in the form that all APIs are converted to. */
  readonly tool:
    | { readonly name: string; readonly description?: string | null | undefined; readonly schema: JsonSchema }
    | undefined
  /** What `tool_choice` says: whether a tool must be called, and which. */
  readonly choice: { readonly isForced: boolean; readonly name?: string | undefined }
  /** The field that asks for a format without tools, and the validators of the format. */
  readonly formatField: string
  readonly formatValidators: readonly NamedOptions[]
}

interface DemandedFormat {
  readonly formatValidators: readonly NamedOptions[]
  readonly forcedTool: ForcedTool | undefined
}

/** Throws a `ServiceError` if the tool is not forced, or if the request asks for another format, too. */
export function demandedFormat({ tool, choice, formatField, formatValidators }: ToolDemand): DemandedFormat {
  if (tool === undefined) {
    if (choice.isForced) throw badRequest('tool_choice forces a call, but tools has no tool', 'tool_choice')
    return { formatValidators, forcedTool: undefined }
  }
  const { name, description, schema } = tool
  if (!choice.isForced) {
    const message = `tool_choice must force the model to call the tool "${name}", or the tool be left out: ${ONLY_FORCED}`
    throw badRequest(message, 'tool_choice')
  }
  if (choice.name !== undefined && choice.name !== name) {
    throw badRequest(`tool_choice names "${choice.name}", but the tool is "${name}"`, 'tool_choice')
  }
  if (formatValidators.length > 0) {
    const message = `tools and ${formatField} exclude each other, since both ask for an answer in JSON: leave one of them out`
    throw badRequest(message, 'tools')
  }
  return {
    formatValidators: [jsonValidatorOptions(schema, description)],
    forcedTool: { name, isNamed: choice.name !== undefined },
  }
}

/** A call of the forced tool, as an answer. */
export interface ToolCall {
  readonly name: string
  /** JSON, and the value of this JSON. */
  readonly json: string
  readonly input: unknown
}

/** Undefined for a text that is not accepted: applications take the arguments of a call for valid. */
export function callOf({ request: { forcedTool }, record }: ChatReply): ToolCall | undefined {
  if (!forcedTool || !record.passed) return undefined
  const json = record.text.trim()
  const parsed = parseJson(json)
  return 'value' in parsed ? { name: forcedTool.name, json, input: parsed.value } : undefined
}

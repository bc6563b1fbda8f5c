/** The tools that agents can call. To add a tool, add it to the list in `createTools`. */
import * as z from 'zod'
import { namedJsonSchema } from '../../config/json-schema.ts'
import { validatorKind } from '../../config/named.ts'
import type { Registry } from '../../plugins/registry.ts'
import { didYouMean } from '../../util/lookup.ts'
import { improveSchema, validateSchema } from '../own-requests.ts'
import { improveForRecord, validateText } from '../own-work.ts'
import { badRequest, checkBody } from '../read-body.ts'
import { inputJsonSchema } from '../request-fields.ts'
import type { Caller, Service } from '../service.ts'
import { errorOf } from '../verdict.ts'

export interface Tool {
  readonly name: string
  readonly description: string
  readonly inputSchema: object
  /** Throws a `ServiceError` if the arguments cannot be used or the work fails. */
  readonly run: (given: unknown, caller: Caller) => Promise<object>
}

const listRequestSchema = z.strictObject({
  name: z.string().optional().describe('a validator, to get the schema of its options'),
})

export const createTools = (service: Service, registry: Registry): readonly Tool[] => [
  defineTool({
    name: 'improve',
    description:
      'Write a text for a prompt, check it with validators and critics, and improve it until it is accepted or a limit is reached. Returns the best text; "passed" says whether it is accepted, and "validations" and "critiques" why.',
    schema: improveSchema(registry),
    async run(request, caller) {
      const record = await improveForRecord(service, request, caller)
      const error = errorOf(record, request.textRequest)
      if (error) throw error
      return record
    },
  }),
  defineTool({
    name: 'validate',
    description:
      'Check an existing text with validators, without generating anything. "passed" says whether all validators pass; each validation states what was measured and what is required.',
    schema: validateSchema(registry),
    run: (request, caller) => validateText(service, request, caller),
  }),
  defineTool({
    name: 'list_validators',
    description: 'List the validators that improve and validate accept, or the options of one of them.',
    schema: listRequestSchema,
    run: async ({ name }) => listValidators(registry, name),
  }),
]

interface ToolDefinition<T> {
  readonly name: string
  readonly description: string
  readonly schema: z.ZodType<T>
  readonly run: (request: T, caller: Caller) => Promise<object>
}

const defineTool = <T>({ name, description, schema, run }: ToolDefinition<T>): Tool => ({
  name,
  description,
  inputSchema: inputJsonSchema(schema),
  run: async (given, caller) => run(checkBody(given, schema), caller),
})

/** Lists the validators that requests can use: all but those that run a program. */
function listValidators(registry: Registry, name: string | undefined): object {
  const kind = validatorKind(registry)
  const definitions = kind.definitions.filter(({ runsCode }) => !runsCode)
  if (name === undefined)
    return { validators: definitions.map((each) => ({ name: each.name, summary: each.summary })) }
  const found = definitions.find((each) => each.name === name)
  if (!found) {
    const hint = didYouMean(
      name,
      definitions.map((each) => each.name),
    )
    throw badRequest(`name: no validator is called "${name}"; ${hint}`)
  }
  return { name, summary: found.summary, schema: namedJsonSchema(found, kind) }
}

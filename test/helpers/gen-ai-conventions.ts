/** The types of the attributes that the conventions for generative AI define, of all that are sent here. */
const CONVENTIONS: Readonly<Record<string, string>> = {
  'error.type': 'string',
  'gen_ai.evaluation.explanation': 'string',
  'gen_ai.evaluation.name': 'string',
  'gen_ai.evaluation.score.label': 'string',
  'gen_ai.evaluation.score.value': 'double',
  'gen_ai.input.messages': 'any',
  'gen_ai.operation.name': 'string',
  'gen_ai.output.messages': 'any',
  'gen_ai.output.type': 'string',
  'gen_ai.provider.name': 'string',
  'gen_ai.request.max_tokens': 'int',
  'gen_ai.request.model': 'string',
  'gen_ai.request.seed': 'int',
  'gen_ai.request.stream': 'boolean',
  'gen_ai.request.temperature': 'double',
  'gen_ai.response.finish_reasons': 'string[]',
  'gen_ai.response.model': 'string',
  'gen_ai.response.time_to_first_chunk': 'double',
  'gen_ai.system_instructions': 'any',
  'gen_ai.token.type': 'string',
  'gen_ai.usage.cache_read.input_tokens': 'int',
  'gen_ai.usage.input_tokens': 'int',
  'gen_ai.usage.output_tokens': 'int',
  'gen_ai.usage.reasoning.output_tokens': 'int',
  'gen_ai.workflow.name': 'string',
  'server.address': 'string',
  'server.port': 'int',
}

export const OPERATIONS = [
  'chat',
  'embeddings',
  'execute_tool',
  'generate_content',
  'invoke_agent',
  'invoke_workflow',
]

const hasType = (value: unknown, type: string | undefined): boolean => {
  if (type === 'any') return typeof value === 'string'
  if (type === 'string[]') return Array.isArray(value) && value.every((each) => typeof each === 'string')
  if (type === 'int') return Number.isInteger(value)
  return typeof value === (type === 'double' ? 'number' : type)
}

/** The attributes whose types differ from those of the conventions. */
export const mismatches = (attributes: Record<string, unknown>): string[] =>
  Object.entries(attributes)
    .filter(([name, value]) => !name.startsWith('sifaka.') && !hasType(value, CONVENTIONS[name]))
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)

import type { Ajv, ErrorObject } from 'ajv'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { describeJsonFault } from '../core/json-fault.ts'
import type { Definition, Validator } from '../core/ports.ts'
import type { ValidatorNeeds } from './needs.ts'
import { withinTime } from './time-limit.ts'
import { listed, verdict } from './verdict.ts'

const options = z.strictObject({
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'JSON Schema that the value must match: draft 2020-12, or the draft that its $schema names (07)',
    ),
  allowFence: z.boolean().default(true).describe('accept one ``` fence around the whole text'),
})

export const json: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'json',
  summary: 'The text is JSON, and matches a schema',
  options,
  async create({ schema, allowFence }) {
    const check = schema && (await compile(schema))
    const requirement = schema ? `valid JSON that matches the schema ${JSON.stringify(schema)}` : 'valid JSON'
    const bound = schema ? 'valid JSON that matches the schema' : 'valid JSON'
    const answer = (score: number, fact: string) =>
      verdict('json', bound, [{ score, fact, duty: `be ${bound}` }])
    return {
      name: 'json',
      tier: 'local',
      requirement,
      validate({ text }) {
        const parsed = parse(allowFence ? withoutFence(text) : text)
        if ('problem' in parsed) return answer(0, parsed.problem)
        const errors = check?.(parsed.value) ?? []
        return answer(1 / (1 + errors.length), listed(errors) || bound)
      },
    }
  },
}

/** Lines that hold a fence become empty ones, so that positions stay true. */
function withoutFence(text: string): string {
  const lines = text.trimEnd().split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.length - 1
  const [, fence] = /^(`{3,}|~{3,})\s*(?:json\w*)?$/i.exec(lines[first]?.trim() ?? '') ?? []
  if (fence === undefined || lines[last]?.trim() !== fence || first === last) return text
  return lines.map((line, index) => (index === first || index === last ? '' : line)).join('\n')
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  // A byte order mark is no white space to JSON, but to everybody else.
  const json = text.replace(/^\uFEFF/, '')
  try {
    return { value: JSON.parse(json) }
  } catch (error) {
    return { problem: describeJsonFault(json) ?? messageOf(error) }
  }
}

/** A check that returns what is wrong with a value. Throws a ConfigError that says what is wrong with the schema. */
async function compile(schema: Readonly<Record<string, unknown>>): Promise<(value: unknown) => string[]> {
  const ajv = await ajvFor(schema['$schema'])
  try {
    const validate = ajv.compile(schema)
    return (value) => {
      let errors: readonly ErrorObject[] = []
      withinTime('the check by the JSON Schema', () => {
        if (!validate(value)) errors = validate.errors ?? []
      })
      return errors.map(describe)
    }
  } catch (error) {
    const hint = 'schemas of draft 2020-12 and, with "$schema", of draft-07 can be used'
    throw new ConfigError(`json: schema cannot be used: ${messageOf(error)}`, hint, error)
  }
}

/** Ajv refuses unknown keywords and formats by default: a rule with a typing error in it would pass everything. */
async function ajvFor(draft: unknown): Promise<Ajv> {
  const settings = { allErrors: true, logger: false } as const
  const { default: formats } = await import('ajv-formats')
  const ajv = String(draft).includes('draft-07')
    ? new (await import('ajv')).default.Ajv(settings)
    : new (await import('ajv/dist/2020.js')).default.Ajv2020(settings)
  return formats.default(ajv)
}

function describe({ instancePath, message, keyword, params }: ErrorObject): string {
  const what =
    keyword === 'enum' || keyword === 'const'
      ? `must be ${JSON.stringify(params['allowedValues'] ?? params['allowedValue'])}`
      : keyword === 'additionalProperties'
        ? `must not have the property ${JSON.stringify(params['additionalProperty'])}`
        : (message ?? `must satisfy ${keyword}`)
  return `${instancePath || 'the value'} ${what}`
}

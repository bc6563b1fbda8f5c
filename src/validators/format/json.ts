import * as z from 'zod'
import { messageOf } from '../../core/failure.ts'
import { describeFinalJsonFault, describeJsonFault } from '../../util/json-fault.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { withoutFence, withoutFenceBegun } from './fence.ts'
import { jsonDemands } from './json-demands.ts'
import { schemaCheck } from './json-schema.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { listed, verdict } from '../shared/verdict.ts'

export const schemaOption = z
  .record(z.string(), z.unknown())
  .optional()
  .describe('JSON Schema that the value must match: draft 2020-12, or the draft that its $schema names (07)')

const options = z.strictObject({
  schema: schemaOption,
  allowFence: z.boolean().default(true).describe('accept one ``` fence around the whole text'),
})

export const json: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'json',
  summary: 'The text is JSON, and matches a schema',
  options,
  async create({ schema, allowFence }) {
    const check = schema && (await schemaCheck(schema, 'json'))
    const requirement = schema ? `valid JSON that matches the schema ${JSON.stringify(schema)}` : 'valid JSON'
    const bound = schema ? 'valid JSON that matches the schema' : 'valid JSON'
    const answer = (score: number, fact: string) =>
      verdict('json', bound, [{ score, fact, duty: `be ${bound}` }])
    return {
      name: 'json',
      tier: 'local',
      requirement,
      demands: jsonDemands(schema, allowFence),
      validate({ text }) {
        const parsed = parse(allowFence ? withoutFence(text, 'json') : text)
        if ('problem' in parsed) return answer(0, parsed.problem)
        const errors = check?.(parsed.value) ?? []
        return answer(1 / (1 + errors.length), listed(errors) || bound)
      },
      prefix(text) {
        const problem = describeFinalJsonFault(
          withoutMark(allowFence ? withoutFenceBegun(text, 'json') : text),
        )
        return problem === undefined ? undefined : answer(0, problem)
      },
    }
  },
}

/** A byte order mark is no white space to JSON, but to everybody else. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  const value = withoutMark(text)
  try {
    return { value: JSON.parse(value) }
  } catch (error) {
    return { problem: describeJsonFault(value) ?? messageOf(error) }
  }
}

import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import type { TextType } from './create-by-type.ts'
import { extractOption, schemaOption } from './json.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const TYPES = ['json', 'yaml', 'markdown', 'html', 'xml', 'plain'] as const satisfies readonly TextType[]

const options = lazyStrictObject(() => ({
  type: z
    .enum(TYPES)
    .describe(
      'json, yaml (a mapping or a list), markdown, html (elements without text around them), xml or plain (no markup)',
    ),
  schema: schemaOption,
  allowFence: z
    .boolean()
    .default(true)
    .describe('accept a ``` fence around the whole text of json, yaml, html or xml'),
  extract: extractOption,
}))
  .refine(({ type, schema }) => schema === undefined || type === 'json' || type === 'yaml', {
    path: ['schema'],
    message: 'must be omitted unless type is json or yaml',
  })
  .refine(({ type, extract }) => !extract || type === 'json', {
    path: ['extract'],
    message: 'must be omitted unless type is json',
  })

export const format: ValidatorDefinition<typeof options> = {
  name: 'format',
  summary: 'The text is JSON, YAML, Markdown, HTML, XML or plain text',
  options,
  async create({ type, ...given }) {
    const { createByType } = await import('./create-by-type.ts')
    return createByType[type](given)
  },
}

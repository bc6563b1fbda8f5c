import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { withoutFence } from './fence.ts'
import { findHtmlFaults } from './html-faults.ts'
import { json, schemaOption } from './json.ts'
import { schemaCheck, type Schema } from './json-schema.ts'
import { markdown } from './markdown.ts'
import { markdownParser, parseMarkdown } from './markdown-parser.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { findMarkup } from './plain-markup.ts'
import { listed, verdict } from '../shared/verdict.ts'
import { readYaml } from './yaml-value.ts'

const TYPES = ['json', 'yaml', 'markdown', 'html', 'plain'] as const

const options = z
  .strictObject({
    type: z
      .enum(TYPES)
      .describe('json, yaml (a mapping or a list), markdown, html (with an element) or plain (no markup)'),
    schema: schemaOption,
    allowFence: z
      .boolean()
      .default(true)
      .describe('accept one ``` fence around the whole text of json, yaml or html'),
  })
  .refine(({ type, schema }) => schema === undefined || type === 'json' || type === 'yaml', {
    path: ['schema'],
    message: 'expected a schema only with type json or yaml',
  })

interface Given {
  readonly schema?: Schema | undefined
  readonly allowFence: boolean
}

export const format: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'format',
  summary: 'The text is JSON, YAML, Markdown, HTML or plain text',
  options,
  create: ({ type, schema, allowFence }, needs) => MAKE[type]({ schema, allowFence }, needs),
}

const MAKE: Readonly<
  Record<(typeof TYPES)[number], (given: Given, needs: ValidatorNeeds) => Promise<Validator>>
> = {
  json: async (given, needs) =>
    renamed(await json.create({ ...given, schema: given.schema && { ...given.schema } }, needs)),
  markdown: async (_, needs) => renamed(await markdown.create(markdown.options.parse({}), needs)),

  async yaml({ schema, allowFence }) {
    const check = schema && (await schemaCheck(schema, 'format'))
    const { parseDocument } = await import('yaml')
    const bound = schema ? 'valid YAML that matches the schema' : 'valid YAML, a mapping or a list'
    return faultless(bound, schema ? `${bound} ${JSON.stringify(schema)}` : bound, (text) => {
      const read = readYaml(allowFence ? withoutFence(text, 'yaml') : text, parseDocument)
      if ('problems' in read) return read.problems
      if (check) return check(read.value)
      return typeof read.value === 'object' && read.value !== null ? [] : ['no mapping and no list']
    })
  },

  async html({ allowFence }) {
    const { utils } = await markdownParser()
    const isCharacter = (reference: string) => utils.unescapeAll(reference) !== reference
    return faultless('well-formed HTML', 'well-formed HTML', (text) => {
      const { faults, elements } = findHtmlFaults(allowFence ? withoutFence(text, 'html') : text, isCharacter)
      return faults.length === 0 && elements === 0 ? ['no HTML element'] : faults
    })
  },

  async plain() {
    const parser = await markdownParser()
    const bound = 'plain text without Markdown or HTML'
    return {
      ...faultless(bound, bound, (text) => findMarkup(parseMarkdown(parser, text))),
      demands: [
        { kind: 'count', unit: 'headings', min: 0, max: 0 },
        { kind: 'count', unit: 'bullets', min: 0, max: 0 },
      ],
    }
  },
}

const renamed = (validator: Validator): Validator => ({
  ...validator,
  name: 'format',
  async validate(draft, scope) {
    return { ...(await validator.validate(draft, scope)), validator: 'format' }
  },
  prefix(text) {
    const validation = validator.prefix?.(text)
    return validation && { ...validation, validator: 'format' }
  },
})

/** A text passes when nothing is wrong with it. */
const faultless = (
  bound: string,
  requirement: string,
  faultsOf: (text: string) => readonly string[],
): Validator => ({
  name: 'format',
  tier: 'local',
  requirement,
  validate({ text }) {
    const faults = faultsOf(text)
    return verdict('format', bound, [
      { score: 1 / (1 + faults.length), fact: listed(faults) || bound, duty: `be ${bound}` },
    ])
  },
})

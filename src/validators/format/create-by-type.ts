import { countWithin } from '../../core/constraints/bounds.ts'
import type { Constraint } from '../../core/constraints/constraint.ts'
import type { Validator } from '../../core/ports.ts'
import {
  createTextValidator,
  faultCheck,
  mixedFaultCheck,
  placedFaultCheck,
  type TextValidatorOptions,
} from '../shared/text-validator.ts'
import { FENCE_MARKS, withoutFence } from './fence.ts'
import { findHtmlFaults } from './html-faults.ts'
import { compileSchema, describeSchemaFault, placesOfSchemaFaults } from './json-schema.ts'
import { createJsonValidator, type JsonOptions } from './json-validator.ts'
import { markdownParser, parseMarkdown } from './markdown-parser.ts'
import { createMarkdownValidator } from './markdown-validator.ts'
import { findMarkup } from './plain-markup.ts'
import { loadXmlParser } from './xml-faults.ts'
import { loadYamlParser } from './yaml-value.ts'

export type TextType = 'json' | 'yaml' | 'markdown' | 'html' | 'xml' | 'plain'

/** How the validator `format` is created for each type of text. */
export const createByType: Readonly<Record<TextType, (given: JsonOptions) => Promise<Validator>>> = {
  json: (given) => createJsonValidator('format', given),
  markdown: () => createMarkdownValidator('format', { requireTitle: false }),

  async yaml({ schema, allowFence }) {
    const check = schema === undefined ? undefined : await compileSchema(schema, 'format')
    const parseYaml = await loadYamlParser()
    const bound = check ? 'valid YAML that matches the schema' : 'valid YAML, a mapping or a list'
    const requirement = check ? `${bound} ${JSON.stringify(schema)}` : bound
    return faultValidator(
      bound,
      (text) => {
        const parsed = parseYaml(allowFence ? withoutFence(text, 'yaml') : text)
        if ('faults' in parsed) return mixedFaultCheck(parsed.faults, bound, text)
        const { value, placeOf } = parsed
        if (check) {
          const faults = check(value)
          return {
            ...faultCheck(faults, bound, describeSchemaFault),
            faults: placesOfSchemaFaults(faults, () => placeOf),
          }
        }
        const isCollection = typeof value === 'object' && value !== null
        return faultCheck(isCollection ? [] : ['neither a mapping nor a list'], bound)
      },
      { requirement },
    )
  },

  async html({ allowFence }) {
    const { utils } = await markdownParser()
    const isCharacter = (reference: string) => utils.unescapeAll(reference) !== reference
    const bound = 'well-formed HTML'
    return faultValidator(
      bound,
      (text) =>
        mixedFaultCheck(
          findHtmlFaults(allowFence ? withoutFence(text, 'html') : text, isCharacter),
          bound,
          text,
        ),
      { constraints: tagConstraints('HTML', allowFence) },
    )
  },

  async xml({ allowFence }) {
    const findXmlFaults = await loadXmlParser()
    const bound = 'well-formed XML'
    return faultValidator(
      bound,
      (text) => placedFaultCheck(findXmlFaults(allowFence ? withoutFence(text, 'xml') : text), bound, text),
      { constraints: tagConstraints('XML', allowFence) },
    )
  },

  async plain() {
    const parser = await markdownParser()
    const bound = 'plain text without Markdown or HTML'
    return faultValidator(bound, (text) => faultCheck(findMarkup(parseMarkdown(parser, text)), bound), {
      constraints: [
        ...['headings', 'bullets'].map((unit) => countWithin(unit, { max: 0 })),
        { kind: 'label', name: 'format', anyOf: ['plain text', 'JSON'], from: 0 },
      ],
    })
  },
}

/** The end of HTML is not certain, since the end tag of a paragraph may be missing. */
function tagConstraints(language: 'HTML' | 'XML', allowFence: boolean): Constraint[] {
  const fences = allowFence ? FENCE_MARKS : []
  const edge = (mark: string) => ({ anyOf: [mark, ...fences], caseSensitive: true, label: language })
  return [
    { kind: 'begins', ...edge('<') },
    ...(language === 'XML' ? [{ kind: 'ends', ...edge('>') } as const] : []),
    { kind: 'label', name: 'format', anyOf: language === 'XML' ? ['XML'] : ['HTML', 'XML'], from: 0 },
  ]
}

const faultValidator = (
  bound: string,
  check: TextValidatorOptions['check'],
  rest: Partial<TextValidatorOptions> = {},
): Validator =>
  createTextValidator({
    name: 'format',
    tier: 'local',
    requirement: bound,
    bound,
    duty: `be ${bound}`,
    check,
    ...rest,
  })

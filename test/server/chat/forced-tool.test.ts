import { describe, expect, it } from 'vitest'
import { builtInRegistry } from '../../../src/config/registry.ts'
import type { ChatApi } from '../../../src/server/chat-api.ts'
import { anthropicMessages } from '../../../src/server/messages.ts'
import { groqChat, openaiChat } from '../../../src/server/openai/chat-completions.ts'
import { openaiResponses } from '../../../src/server/openai/responses.ts'
import { checkBody } from '../../../src/server/read-body.ts'

const registry = builtInRegistry()
const schema = { type: 'object', properties: { depth: { type: 'number' } }, required: ['depth'] }
const description = 'Report on rain'
const messages = [{ role: 'user', content: 'Write about rain' }]

interface Example {
  readonly api: ChatApi
  readonly body: object
  readonly tool: (name: string) => object
  readonly named: (name: string) => object
  readonly only: unknown
  readonly none: unknown
  readonly auto: unknown
  readonly format: object
  readonly formatField: string
}

const chat = (api: ChatApi): Example => ({
  api,
  body: { model: 'default', messages },
  tool: (name) => ({ type: 'function', function: { name, description, parameters: schema, strict: true } }),
  named: (name) => ({ type: 'function', function: { name } }),
  only: 'required',
  none: 'none',
  auto: 'auto',
  format: { response_format: { type: 'json_object' } },
  formatField: 'response_format',
})
const examples: Record<string, Example> = {
  'OpenAI chat completions': chat(openaiChat),
  'Groq chat completions': chat(groqChat),
  'OpenAI responses': {
    ...chat(openaiResponses),
    body: { model: 'default', input: 'Write about rain' },
    tool: (name) => ({ type: 'function', name, description, parameters: schema, strict: true }),
    named: (name) => ({ type: 'function', name }),
    format: { text: { format: { type: 'json_object' } } },
    formatField: 'text.format',
  },
  'Anthropic messages': {
    api: anthropicMessages,
    body: { model: 'default', max_tokens: 500, messages },
    tool: (name) => ({
      type: 'custom',
      name,
      description,
      input_schema: schema,
      strict: true,
      eager_input_streaming: true,
      cache_control: { type: 'ephemeral' },
    }),
    named: (name) => ({ type: 'tool', name, disable_parallel_tool_use: true }),
    only: { type: 'any', disable_parallel_tool_use: true },
    none: { type: 'none' },
    auto: { type: 'auto' },
    format: { output_config: { format: { type: 'json_schema', schema } } },
    formatField: 'output_config.format',
  },
}

describe.each(Object.entries(examples))('%s', (_, example) => {
  const { api, body, tool, named, only, none, auto, format, formatField } = example
  const check = (more: object) => checkBody({ ...body, ...more }, api.requestSchema(registry))
  const refusalOf = (more: object) => {
    try {
      return check(more)
    } catch (error) {
      return error
    }
  }

  it.each([
    ['by its name', named('report'), true],
    ['as the only one', only, false],
  ])(
    'a tool that is forced %s becomes a validator with its schema and description',
    (_how, choice, isNamed) => {
      const { textRequest, forcedTool } = check({ tools: [tool('report')], tool_choice: choice })
      expect(textRequest.prompt.validators).toEqual([
        { name: 'json', schema: { description, ...schema }, allowFence: false },
      ])
      expect(forcedTool).toEqual({ name: 'report', isNamed })
    },
  )

  it.each([none, auto, null, undefined])('without tools, the choice %j changes nothing', (choice) => {
    const { textRequest, forcedTool } = check({ tools: [], tool_choice: choice })
    expect(textRequest.prompt.validators).toEqual([])
    expect(forcedTool).toBeUndefined()
  })

  it.each([
    ['several tools', { tools: [tool('a'), tool('b')], tool_choice: only }, 'tools', 'one tool at most'],
    [
      'a tool that need not be called',
      { tools: [tool('a')] },
      'tool_choice',
      'the tool "a", or the tool be left out',
    ],
    [
      'a choice of the model',
      { tools: [tool('a')], tool_choice: auto },
      'tool_choice',
      'must force the model',
    ],
    [
      'a tool that must not be called',
      { tools: [tool('a')], tool_choice: none },
      'tool_choice',
      'be left out',
    ],
    [
      'another name',
      { tools: [tool('a')], tool_choice: named('b') },
      'tool_choice',
      'names "b", but the tool is "a"',
    ],
    ['a choice without a tool', { tool_choice: named('a') }, 'tool_choice', 'but tools has no tool'],
    ['any tool without a tool', { tools: [], tool_choice: only }, 'tool_choice', 'but tools has no tool'],
    [
      'a hosted tool',
      { tools: [{ type: 'web_search', name: 'a' }], tool_choice: only },
      'tools.0.type',
      'only as a way',
    ],
    [
      'a format, too',
      { tools: [tool('a')], tool_choice: only, ...format },
      'tools',
      `tools and ${formatField} exclude`,
    ],
  ])('refuses %s, and says what is possible', (_what, more, field, message) => {
    expect(refusalOf(more)).toMatchObject({ status: 400, field, message: expect.stringContaining(message) })
  })
})

it.each([
  ['OpenAI chat completions', { type: 'function', function: { name: 'a', parameters: { type: 'array' } } }],
  ['OpenAI responses', { type: 'function', name: 'a', parameters: { anyOf: [] } }],
  ['Anthropic messages', { name: 'a', input_schema: {} }],
])('%s: arguments that need not be an object are refused', (name, tool) => {
  const { api, body, only } = examples[name] ?? chat(openaiChat)
  expect(() => checkBody({ ...body, tools: [tool], tool_choice: only }, api.requestSchema(registry))).toThrow(
    /^tools\.0\..*\.type (must be object|is missing)/,
  )
})

it('a function without parameters takes none', () => {
  const body = {
    model: 'default',
    messages,
    tools: [{ type: 'function', function: { name: 'a' } }],
    tool_choice: 'required',
  }
  const { textRequest } = checkBody(body, openaiChat.requestSchema(registry))
  expect(textRequest.prompt.validators).toMatchObject([
    { schema: { type: 'object', properties: {}, additionalProperties: false } },
  ])
})

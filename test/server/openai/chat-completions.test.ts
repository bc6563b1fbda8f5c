import { expect, it } from 'vitest'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { openaiChat } from '../../../src/server/openai/chat-completions.ts'

it('gives the description of a requested JSON schema to the models, as a part of the schema', () => {
  const schema = { type: 'object', properties: { depth: { type: 'number' } } }
  const { textRequest } = openaiChat.requestSchema(builtInRegistry()).parse({
    model: 'default',
    messages: [{ role: 'user', content: 'Write about rain' }],
    response_format: { type: 'json_schema', json_schema: { name: 'rain', description: 'On rain', schema } },
  })
  const described = { description: 'On rain', ...schema }
  expect(textRequest.prompt.validators).toEqual([{ name: 'json', schema: described, allowFence: false }])
})

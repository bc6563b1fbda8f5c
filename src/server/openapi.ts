/** The OpenAPI document, generated from the schemas that check the requests. */
import * as z from 'zod'
import type { Registry } from '../plugins/registry.ts'
import { chatApis } from './chat-routes.ts'
import { improveRequestSchema, validateRequestSchema } from './own-requests.ts'
import { pageQuery } from './models/model-pages.ts'
import { inputJsonSchema } from './request-fields.ts'

const json = (schema: object) => ({ 'application/json': { schema } })
const EVENTS = { 'text/event-stream': { schema: { type: 'string' } } }

interface GetDetails {
  readonly responses?: object
  readonly parameters?: readonly object[]
  readonly security?: readonly object[]
}

/** Generators name the functions of a client by it: `postV1ChatCompletions`. */
const operationId = (method: string, path: string) =>
  method + (path.match(/\w+/g) ?? []).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')

const CHAT_ANSWER =
  'the answer; the headers x-sifaka-* and the object sifaka say whether the text is accepted'

export function openApiDocument(registry: Registry, version: string): object {
  const answer = (description: string) => ({ description, content: json({ type: 'object' }) })
  const errors = {
    '4XX': answer('the request is refused: error.message says why'),
    '5XX': answer('the request could not be carried out: error.message says why'),
  }
  const streamable = (description: string) => ({
    description: `${description}; with "stream": true as server-sent events`,
    content: { ...json({ type: 'object' }), ...EVENTS },
  })
  const post = (path: string, summary: string, type: z.ZodType, description: string, more: object = {}) => ({
    [path]: {
      post: {
        operationId: operationId('post', path),
        summary,
        requestBody: { required: true, content: json(inputJsonSchema(type)) },
        responses: { '200': streamable(description), ...more, ...errors },
      },
    },
  })
  const get = (path: string, summary: string, { responses, ...more }: GetDetails = {}) => ({
    [path]: {
      get: {
        operationId: operationId('get', path),
        summary,
        responses: { '200': answer(summary), ...responses, ...errors },
        ...more,
      },
    },
  })
  const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const pageParameters = Object.entries(z.toJSONSchema(pageQuery).properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema,
  }))
  const withoutToken = { security: [] }
  return {
    openapi: '3.1.0',
    info: {
      title: 'sifaka',
      version,
      description:
        'Texts of language models that are validated, criticised and improved before they are returned.',
    },
    security: [{ bearer: [] }, { apiKey: [] }],
    paths: {
      ...Object.assign(
        {},
        ...chatApis.map(({ path, summary, requestSchema }) =>
          post(path, summary, requestSchema(registry), CHAT_ANSWER),
        ),
      ),
      ...post(
        '/v1/improve',
        'improve a text for a prompt',
        improveRequestSchema(registry),
        'the record of the result',
        {
          '202': answer('with the header "prefer: respond-async": the id of the thought to ask for'),
          '422': answer('with "requireAccepted": no text is accepted; the record of the best one'),
        },
      ),
      ...post('/v1/validate', 'check a text', validateRequestSchema(registry), 'what the validators found'),
      ...Object.assign(
        {},
        ...['/v1/models', '/openai/v1/models'].map((path) => ({
          ...get(path, 'the models and profiles that requests can name', { parameters: pageParameters }),
          ...get(`${path}/{id}`, 'one model or profile', { parameters: [idParameter] }),
        })),
      ),
      ...get('/v1/thoughts/{id}', 'a thought: running, or with its record', { parameters: [idParameter] }),
      ...get('/health', 'whether the service can take requests', {
        ...withoutToken,
        responses: { '503': answer('it cannot: the same fields say why') },
      }),
      ...get('/health/live', 'whether the process answers', withoutToken),
      ...get('/metrics', 'the metrics of the service, in the text format of Prometheus', {
        responses: { '200': { description: 'metrics', content: { 'text/plain': {} } } },
      }),
      ...get('/openapi.json', 'this document'),
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
  }
}

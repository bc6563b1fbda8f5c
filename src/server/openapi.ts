/** The OpenAPI document, generated from the schemas that check the requests. */
import * as z from 'zod'
import type { Registry } from '../plugins/registry.ts'
import { chatApis } from './chat-routes.ts'
import { improveRequestSchema, validateRequestSchema } from './own-requests.ts'
import { pageQuery } from './models/model-pages.ts'
import { inputJsonSchema } from './request-fields.ts'

const json = (schema: object) => ({ 'application/json': { schema } })
const EVENTS = { 'text/event-stream': { schema: { type: 'string' } } }

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
  const post = (summary: string, type: z.ZodType, description: string, more: object = {}) => ({
    post: {
      summary,
      requestBody: { required: true, content: json(inputJsonSchema(type)) },
      responses: { '200': streamable(description), ...more, ...errors },
    },
  })
  const get = (summary: string, more: object = {}) => ({
    get: { summary, responses: { '200': answer(summary), ...errors }, ...more },
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
      ...Object.fromEntries(
        chatApis.map(({ path, summary, requestSchema }) => [
          path,
          post(summary, requestSchema(registry), CHAT_ANSWER),
        ]),
      ),
      '/v1/improve': post(
        'improve a text for a prompt',
        improveRequestSchema(registry),
        'the record of the result',
        { '202': answer('with the header "prefer: respond-async": the id of the thought to ask for') },
      ),
      '/v1/validate': post('check a text', validateRequestSchema(registry), 'what the validators found'),
      '/v1/models': get('the models and profiles that requests can name', { parameters: pageParameters }),
      '/v1/models/{id}': get('one model or profile', { parameters: [idParameter] }),
      '/v1/thoughts/{id}': get('a thought: running, or with its record', { parameters: [idParameter] }),
      '/health': get('whether the service can take requests', withoutToken),
      '/health/live': get('whether the process answers', withoutToken),
      '/metrics': {
        get: {
          summary: 'the metrics of the service, in the text format of Prometheus',
          responses: { '200': { description: 'metrics', content: { 'text/plain': {} } }, ...errors },
        },
      },
      '/openapi.json': get('this document'),
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
  }
}

/** Serves the tools of sifaka to agents over the Model Context Protocol. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Sink } from '../../core/events.ts'
import { messageOf } from '../../core/failure.ts'
import type { Registry } from '../../plugins/registry.ts'
import { describeDeepNesting } from '../../util/json/nesting.ts'
import { untilAborted } from '../../util/unless-aborted.ts'
import { createAnswers, type AnswerNeeds } from '../answers.ts'
import { badRequest } from '../read-body.ts'
import type { Caller, Service } from '../service.ts'
import { createLineTransport } from './line-transport.ts'
import { createTools } from './tools.ts'

export interface McpOptions extends AnswerNeeds {
  readonly service: Service
  readonly registry: Registry
  readonly version: string
  /** One JSON-RPC message per line in each direction. */
  readonly input: AsyncIterable<Buffer>
  readonly output: Writable
}

/**
 * Resolves once the input has ended and the calls in progress are answered. If the output closes, nobody reads the
 * answers, so these calls are cancelled.
 */
export async function serveMcp(options: McpOptions): Promise<void> {
  const { service, registry, version, input, output, redact, warn } = options
  const tools = createTools(service, registry)
  const { toText, describe } = createAnswers(options)
  const mcpServer = new McpServer({ name: 'sifaka', version })
  const { server } = mcpServer
  // As an option of `McpServer`, it would promise notifications of changes to the list.
  server.registerCapabilities({ tools: {} })
  const running = new Set<Promise<unknown>>()
  const unread = new AbortController()

  const call = async (name: string, given: unknown, caller: Caller) => {
    try {
      const tool = tools.find((each) => each.name === name)
      if (!tool) {
        const names = tools.map((each) => each.name).join(', ')
        throw badRequest(`no tool is called "${name}"; the tools are ${names}`)
      }
      const fault = describeDeepNesting(given)
      if (fault !== undefined) throw badRequest(fault)
      const text = toText(await tool.run(given, caller))
      const structured = JSON.parse(text) as Record<string, unknown>
      return { content: [{ type: 'text' as const, text }], structuredContent: structured }
    } catch (error) {
      return { content: [{ type: 'text' as const, text: redact(describe(error).message) }], isError: true }
    }
  }

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema, type: 'object' as const },
    })),
  }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const { name, arguments: given = {}, _meta: { progressToken } = {} } = params
    let progress = 0
    const onEvent: Sink = ({ type }) => {
      if (progressToken === undefined || !PROGRESS.test(type)) return
      const notification = { progressToken, progress: ++progress, message: type }
      sendNotification({ method: 'notifications/progress', params: notification }).catch(() => undefined)
    }
    const caller = { client: 'agent', signal: AbortSignal.any([signal, unread.signal]), onEvent }
    const answer = call(name, given, caller)
    running.add(answer)
    await answer.finally(() => running.delete(answer))
    return answer
  })
  Object.assign(server, { onerror: (error: Error) => warn(`mcp: ${messageOf(error)}`) })
  const transport = createLineTransport({ input, output, warn })
  await mcpServer.connect(transport)
  for (const event of ['error', 'close']) output.on(event, () => unread.abort('closed'))
  await Promise.race([transport.readAll(), untilAborted(unread.signal)])
  while (running.size > 0) await Promise.all(running)
  // The library sends an answer in a later turn of the event loop; closing before would discard the answer.
  await setImmediate()
  await mcpServer.close()
}

/** The events that are reported to agents that ask for progress. */
const PROGRESS = /^(generation|critique|validation)-end$/

import { programVersion } from '../../engine/program-version.ts'
import { serveMcp } from '../../server/mcp/mcp-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { openService, requestTimeoutOf } from '../open-service.ts'
import type { ConfigFlags } from '../options/flags.ts'
import { loadFor, warnIfSimulated } from '../load-run.ts'
import type { Shell } from '../shell.ts'

/** An agent waits for its calls, so it rarely has more than a few in progress. */
const MAX_REQUESTS = 64

/** Serves the agent that started the program, until it closes standard input. Standard output has messages only. */
export async function mcpCommand(shell: Shell, flags: ConfigFlags): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { registry, io } = loaded
  shell.stopGently(requestTimeoutOf(loaded))
  const limits = { maxRequests: MAX_REQUESTS }
  const { service, engine, close } = await openService(loaded, flags, shell, limits)
  try {
    warnIfSimulated(engine, shell)
    shell.say('sifaka: serving tools to agents (MCP) on standard input and output')
    await serveMcp({
      service,
      registry,
      version: programVersion(),
      input: shell.stdin,
      output: shell.stdout,
      redact: shell.redact,
      redactSecrets: shell.redactSecrets,
      warn: io.warn,
    })
    return EXIT.accepted
  } finally {
    await close()
  }
}

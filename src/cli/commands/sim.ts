import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { readSimProfile } from '../../sim/profile.ts'
import { startSimServer } from '../../sim/server/server.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { standardOutput } from '../../batch/results/output.ts'

/** Serves until interrupted. Only the address goes to stdout, so that a script can read it. */
export async function simCommand(
  shell: Shell,
  flags: { readonly port: number; readonly profile?: string },
): Promise<ExitCode> {
  const profile = readSimProfile(flags.profile)
  const server = await startSimServer({ port: flags.port, profile }).catch((error: unknown) => {
    throw new UsageError(
      `cannot start the server: ${messageOf(error)}`,
      'choose another --port, or 0 for any free port',
      error,
    )
  })
  const { url } = server
  await standardOutput(shell.stdout).write(`${url}\n`)
  shell.say(`sifaka: serving simulated models until interrupted; to use them, set
  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=simulated
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=simulated
  GROQ_BASE_URL=${url} GROQ_API_KEY=simulated`)
  await new Promise((resolve) => shell.signal.addEventListener('abort', resolve, { once: true }))
  await server.close()
  return EXIT.accepted
}

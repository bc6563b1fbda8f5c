import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { readProfile } from '../../sim/profile.ts'
import { startSimServer } from '../../sim/server/server.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { standardOutput } from '../output/output.ts'

/** Serves until interrupted. The address alone goes to stdout, so that a script can read it. */
export async function simCommand(flags: { port: number; profile?: string }, shell: Shell): Promise<ExitCode> {
  const profile = readProfile(flags.profile)
  const server = await startSimServer({ port: flags.port, profile }).catch((error: unknown) => {
    throw new UsageError(`cannot serve: ${messageOf(error)}`, 'choose another --port, or 0 for any', error)
  })
  const { url } = server
  await standardOutput(shell.stdout).write(`${url}\n`)
  shell.say(`sifaka: the simulated provider answers there until ^C; point clients at it by
  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=sim
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=sim
  GROQ_BASE_URL=${url} GROQ_API_KEY=sim`)
  await new Promise((resolve) => shell.signal.addEventListener('abort', resolve, { once: true }))
  await server.close()
  return EXIT.accepted
}

import { readSimProfile } from '../../sim/profile.ts'
import { startSimServer } from '../../sim/server/server.ts'
import { untilAborted } from '../../util/unless-aborted.ts'
import { cannotListen } from '../cannot-listen.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { standardOutput } from '../../batch/results/output.ts'

/** Serves until interrupted. Only the address goes to stdout, so that a script can read it. */
export async function simCommand(
  shell: Shell,
  flags: { readonly port: number; readonly profile?: string },
): Promise<ExitCode> {
  const profile = readSimProfile(flags.profile)
  const server = await startSimServer({ port: flags.port, profile }).catch(cannotListen('--port'))
  const { url } = server
  await standardOutput(shell.stdout).write(`${url}\n`)
  shell.say(`sifaka: serving simulated models until interrupted; to use them, set
  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=simulated
  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=simulated
  GROQ_BASE_URL=${url} GROQ_API_KEY=simulated`)
  await untilAborted(shell.signal)
  await server.close()
  return EXIT.accepted
}

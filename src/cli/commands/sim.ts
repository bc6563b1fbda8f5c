import { readProfile } from '../../providers/sim/profile.ts'
import { startSimServer } from '../../providers/sim/server.ts'
import type { Console } from '../console.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'

/** Serves until interrupted; the address goes to stdout, so that a script can read it. */
export async function simCommand(
  flags: { port: number; profile?: string },
  console: Console,
): Promise<ExitCode> {
  const profile = await readProfile(flags.profile)
  const server = await startSimServer({ port: flags.port, profile })
  console.say(`sifaka: the simulated provider answers at ${server.url} until ^C
  OPENAI_BASE_URL=${server.url}/v1 OPENAI_API_KEY=sim
  ANTHROPIC_BASE_URL=${server.url} ANTHROPIC_API_KEY=sim
  GROQ_BASE_URL=${server.url} GROQ_API_KEY=sim`)
  await new Promise((resolve) => console.signal.addEventListener('abort', resolve, { once: true }))
  await server.close()
  return EXIT.accepted
}

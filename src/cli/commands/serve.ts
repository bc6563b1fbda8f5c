import { programVersion } from '../../engine/program-version.ts'
import { createMetrics } from '../../observe/metrics/metrics.ts'
import { clientTokensIn, createAccess } from '../../server/access.ts'
import { createHealthCheck } from '../../server/health.ts'
import { startService } from '../../server/start.ts'
import { createThoughtLookup } from '../../server/thought-lookup.ts'
import { formatCount, formatDuration } from '../../util/units.ts'
import { untilAborted } from '../../util/unless-aborted.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { cannotListen } from '../cannot-listen.ts'
import { openService, requestTimeoutOf } from '../open-service.ts'
import type { ServeFlags } from '../options/flags.ts'
import { loadFor, warnIfSimulated } from '../load-run.ts'
import type { Shell } from '../shell.ts'

/** Serves until interrupted; requests in progress are then finished. */
export async function serveCommand(shell: Shell, flags: ServeFlags): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { registry, io } = loaded
  const tokens = clientTokensIn(io.env['SIFAKA_SERVE_TOKENS'])
  shell.keepSecrets(tokens)
  const access = createAccess(tokens, flags.host)
  const graceMs = requestTimeoutOf(loaded)
  const stopping = shell.stopGently(graceMs)
  const metrics = createMetrics(shell.redact)
  const opened = await openService(loaded, flags, shell, flags, [metrics])
  const { service, engine, openStore, isStoreFailing, close } = opened
  try {
    const { url, drain } = await startService({
      port: flags.port,
      host: flags.host,
      service,
      registry,
      access,
      thoughts: createThoughtLookup(openStore),
      health: createHealthCheck(openStore, isStoreFailing),
      metrics: metrics.render,
      maxBodyBytes: flags.maxBodyBytes,
      version: programVersion(),
      redact: shell.redact,
      redactSecrets: shell.redactSecrets,
      warn: io.warn,
    }).catch(cannotListen('--port'))
    warnIfSimulated(engine, shell)
    shell.say(`sifaka: listening on ${url}`)
    await untilAborted(stopping)
    const left = service.inFlight()
    if (left > 0) {
      shell.say(`sifaka: finishing ${formatCount(left, 'request')}, for ${formatDuration(graceMs)} at most`)
    }
    await drain()
    return EXIT.accepted
  } finally {
    await close()
  }
}

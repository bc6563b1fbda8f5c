import type { Store } from '../../core/backends/store.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { createEngine, type Engine } from '../../engine/create-engine.ts'
import { programVersion } from '../../engine/program-version.ts'
import { createAccess, clientTokensIn } from '../../server/access.ts'
import { createHealthCheck } from '../../server/health.ts'
import { createService } from '../../server/service.ts'
import { startService } from '../../server/start.ts'
import { createThoughtLookup } from '../../server/thought-lookup.ts'
import { openStore } from '../../storage/open-store.ts'
import { toMs } from '../../util/duration.ts'
import { formatDuration } from '../../util/units.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { ServeFlags } from '../options/flags.ts'
import { loadFor, warnIfSimulated } from '../session.ts'
import type { Shell } from '../shell.ts'

/** The time that a request has if the setting `deadline` does not say otherwise. */
const REQUEST_TIMEOUT = '10m'

/** Serves until interrupted; requests in progress are then finished. */
export async function serveCommand(shell: Shell, flags: ServeFlags): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { settings, registry, profiles, io } = loaded
  const tokens = clientTokensIn(io.env['SIFAKA_SERVE_TOKENS'])
  shell.keepSecrets(tokens)
  const access = createAccess(tokens, flags.host)
  const requestTimeoutMs = toMs(settings.deadline ?? REQUEST_TIMEOUT)
  const stopping = shell.stopGently(requestTimeoutMs)
  const engines = new Set<Engine>()
  const open = async (profile: string | undefined): Promise<Engine> => {
    const run = profile === undefined ? loaded : await loadFor({ ...flags, profile }, shell)
    // The deadline applies to each request, not to the service.
    const engine = await createEngine({ ...run.settings, deadline: undefined }, run.io)
    engines.add(engine)
    await engine.prepare({ model: run.settings.model !== undefined })
    return engine
  }
  const openEngine = onceOpened(open)
  const stores = new Set<Store>()
  const storeOf = onceOpened(async () => {
    if (settings.store === false) return undefined
    const store = await openStore(settings.store, io)
    stores.add(store)
    return store
  })
  try {
    const engine = await openEngine(undefined)
    const service = createService({
      openEngine,
      profileNames: profiles,
      requestTimeoutMs,
      maxRequests: flags.maxRequests,
      maxClientTokens: flags.maxClientTokens,
    })
    const { url, drain } = await startService({
      port: flags.port,
      host: flags.host,
      service,
      registry,
      access,
      thoughts: createThoughtLookup(() => storeOf(undefined)),
      health: createHealthCheck(() => storeOf(undefined)),
      maxBodyBytes: flags.maxBodyBytes,
      version: programVersion(),
      redact: shell.redact,
      warn: io.warn,
    }).catch(cannotListen)
    warnIfSimulated(engine, shell)
    shell.say(`sifaka: listening on ${url}`)
    await aborted(stopping)
    if (service.inFlight() > 0)
      shell.say(
        `sifaka: finishing ${service.inFlight()} requests, for ${formatDuration(requestTimeoutMs)} at most`,
      )
    await drain()
    return EXIT.accepted
  } finally {
    for (const each of [...engines, ...stores]) await each.close()
  }
}

/** Opens each thing once. What cannot be opened may work the next time, such as a store that was down. */
function onceOpened<T>(
  open: (name: string | undefined) => Promise<T>,
): (name: string | undefined) => Promise<T> {
  const opened = new Map<string | undefined, Promise<T>>()
  return (name) => {
    const result = opened.get(name) ?? open(name)
    opened.set(name, result)
    result.catch(() => opened.delete(name))
    return result
  }
}

function cannotListen(error: unknown): never {
  if (error instanceof SifakaError) throw error
  throw new UsageError(
    `cannot start the server: ${messageOf(error)}`,
    'choose another --port, or 0 for any free port',
    error,
  )
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

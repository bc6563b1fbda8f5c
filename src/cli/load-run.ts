/** Loads the settings of a command, and what an engine needs besides them. */
import { cacheFolder } from '../cache/folder.ts'
import { readEnv } from '../config/env.ts'
import { loadSettings, type Loaded } from '../config/load.ts'
import { secretsIn } from '../config/secrets.ts'
import type { Engine } from '../engine/create-engine.ts'
import type { EngineIo } from '../engine/io.ts'
import { allKeyVariables } from '../engine/models.ts'
import { retrieverKeyVariables } from '../retrieval/index.ts'
import { checkCriticModel } from './options/check-critic-model.ts'
import type { ConfigFlags } from './options/flags.ts'
import { settingsFromFlags } from './options/settings.ts'
import type { Shell } from './shell.ts'

export interface LoadedRun extends Loaded {
  readonly io: EngineIo
}

export async function loadFor(flags: ConfigFlags, shell: Shell): Promise<LoadedRun> {
  const initialEnv = await readEnv(shell.env, shell.cwd, flags.envFile)
  shell.keepSecrets(secretsIn(initialEnv))
  const { warn } = shell
  const given = await settingsFromFlags(flags)
  const loaded = await loadSettings({
    flags: given,
    env: initialEnv,
    cwd: shell.cwd,
    config: flags.config,
    profile: flags.profile,
    warn,
    signal: shell.signal,
  })
  const { logLevel, logFormat: format } = loaded.settings
  const { quiet, verbose } = flags
  shell.log.configure({ level: verbose ? 'debug' : logLevel, format, quiet })
  const inform = shell.log.includes('debug')
    ? (line: string) => shell.log.write('debug', `sifaka: ${line}`)
    : undefined
  if (given['criticModel'] !== undefined) checkCriticModel(loaded)
  // The settings can name further keys.
  const allowed = [...allKeyVariables(loaded.settings), ...retrieverKeyVariables]
  const env = await readEnv(shell.env, shell.cwd, flags.envFile, { allowed, warn })
  const { registry } = loaded
  shell.keepSecrets(secretsIn(env, allowed))
  if (loaded.settings.queue !== undefined) shell.keepSecrets(secretsIn({ queue: loaded.settings.queue }))
  const keepSecret = (secret: string) => shell.keepSecrets([secret])
  const { signal } = shell
  const io = { registry, env, signal, warn, inform, keepSecret, cacheFolder: cacheFolder(env) }
  return { ...loaded, io }
}

/** Names the simulated models on stderr, so that users do not mistake their texts for real ones. */
export function warnIfSimulated({ models }: Pick<Engine, 'models'>, shell: Shell): void {
  const simulated = models.names().filter((model) => models.isSimulated(model))
  if (simulated.length === 0) return
  const what = simulated.length === 1 ? 'is a simulated model' : 'are simulated models'
  shell.say(`sifaka: ${simulated.join(', ')} ${what}: no real text`)
}

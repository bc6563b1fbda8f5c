import type { Settings } from '../../config/schema.ts'
import { standardOutput } from '../../batch/results/output.ts'
import { systemClock } from '../../core/clock.ts'
import { ConfigError, UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { openHttpPool } from '../../engine/http-pool.ts'
import { userPrices } from '../../engine/models.ts'
import { fetchAccountModels, type AccountModel } from '../../providers/account-models.ts'
import { isPreset, namedProviders, resolveProvider } from '../../providers/index.ts'
import { lifetimeWarning } from '../../providers/pricing/lifetimes.ts'
import { bundledModels } from '../../providers/pricing/model-list.ts'
import { findByModelName, isSnapshotOf } from '../../providers/pricing/prices.ts'
import { renderModels, type ModelRow } from '../../report/models/rows.ts'
import { toJson } from '../../util/json.ts'
import { didYouMean } from '../../util/lookup.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { ConfigFlags } from '../options/flags.ts'
import { loadFor, type LoadedRun } from '../load-run.ts'
import type { Shell } from '../shell.ts'
import { partsOf } from '../../core/ports.ts'

export interface ModelsFlags extends ConfigFlags {
  readonly check?: boolean
  readonly json?: boolean
}

/** The models that the account can use, by provider. Contains only providers that were asked. */
type AccountModels = ReadonlyMap<string, readonly AccountModel[]>

/** Lists the known models with prices and lifetimes; `--check` compares them with what the account can use. */
export async function modelsCommand(
  shell: Shell,
  provider: string | undefined,
  flags: ModelsFlags,
): Promise<ExitCode> {
  const run = await loadFor(flags, shell)
  const { settings } = run
  const { updated = 'an unknown date', providers } = bundledModels()
  const known = [...new Set([...Object.keys(providers), ...providersOf(settings)])]
  if (provider !== undefined && !known.includes(provider)) {
    throw new UsageError(`no provider is called "${provider}"`, didYouMean(provider, known))
  }
  const chosen = provider === undefined ? known : [provider]
  const required = new Set([...modelsIn(settings).map((model) => partsOf(model).owner), provider])
  const account = flags.check
    ? await askProviders(chosen, required, run, shell)
    : new Map<string, AccountModel[]>()
  const rows = rowsOf(chosen, settings, account)
  const now = systemClock.date()
  await standardOutput(shell.stdout).write(
    flags.json ? `${toJson({ updated, models: rows }, 2)}\n` : renderModels(rows, now),
  )
  if (!flags.json) shell.say(`sifaka: list prices of ${updated}, in USD per million tokens`)
  if (!flags.check) return EXIT.accepted
  const problems = modelsIn(settings)
    .filter((model) => chosen.includes(partsOf(model).owner))
    .flatMap((model) => problemOf(model, account, now) ?? [])
  for (const problem of problems) shell.warn(problem)
  return problems.length === 0 ? EXIT.accepted : EXIT.notAccepted
}

const providersOf = ({ providers, ...settings }: Settings): string[] => [
  ...namedProviders.filter((each) => 'modelsRequest' in each).map(({ name }) => name),
  ...Object.keys(providers),
  ...modelsIn(settings).map((model) => partsOf(model).owner),
]

/** The models that a run with these settings calls. */
export function modelsIn({
  model,
  escalation,
  criticModel,
  critics,
  validators,
}: Pick<Settings, 'model' | 'escalation' | 'criticModel' | 'critics' | 'validators'>): string[] {
  const own = [...critics, ...validators].map((each) => Object(each)['model'] as unknown)
  const names = [model, ...escalation, criticModel, ...own].filter((name) => typeof name === 'string')
  return [...new Set(names)]
}

/**
 * Asks each provider that has a list of models and whose key is set. Tells the user which providers cannot be asked,
 * and why, except for presets that are not in `required`.
 */
async function askProviders(
  providers: readonly string[],
  required: ReadonlySet<string | undefined>,
  { settings, io }: LoadedRun,
  shell: Shell,
): Promise<AccountModels> {
  const pool = openHttpPool(settings, io)
  const ask = async (name: string) => {
    const request = requestTo(name, { settings, io })
    if (request === undefined) return undefined
    if (request instanceof ConfigError) {
      if (!required.has(name) && isPreset(name)) return undefined
      shell.warn(`${name} was not asked: ${messageOf(request)}`)
      return undefined
    }
    // A provider without a key, such as Ollama, or whose key comes from a command, is asked only if it is required.
    if (typeof request.key !== 'string' && !required.has(name)) return undefined
    const { signal } = shell
    return fetchAccountModels({
      ...request,
      provider: name,
      fetch: pool.fetch,
      signal,
      now: systemClock.date(),
    })
  }
  try {
    const answers = await Promise.all(providers.map(async (name) => [name, await ask(name)] as const))
    return new Map(answers.flatMap(([name, models]) => (models ? [[name, models] as const] : [])))
  } finally {
    await pool.close()
  }
}

/** Returns the error if the request cannot be made, and undefined for a provider without a list of models. */
export function requestTo(name: string, { settings, io }: Pick<LoadedRun, 'settings' | 'io'>) {
  try {
    const { definition, options } = resolveProvider(name, settings.providers)
    return definition.modelsRequest?.(options, { name, env: io.env, keepSecret: io.keepSecret })
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

/** The models of the bundled list, those with a price of the user, and those that the settings use. */
function rowsOf(providers: readonly string[], settings: Settings, account: AccountModels): ModelRow[] {
  const own = userPrices(settings)
  return providers.flatMap((provider) => {
    const listed = bundledModels().providers[provider] ?? {}
    const others = [...Object.keys(own), ...modelsIn(settings)]
      .map(partsOf)
      .filter(({ owner }) => owner === provider)
      .map(({ id }) => id)
    return [...new Set([...Object.keys(listed), ...others])].toSorted().map((id): ModelRow => {
      const model = `${provider}:${id}`
      const entry = findByModelName(listed, id)
      const reported = findReported(account.get(provider) ?? [], id)
      return {
        model,
        price: findByModelName(own, model) ?? entry?.price ?? null,
        contextTokens: entry?.contextTokens ?? null,
        isDeprecated: entry?.isDeprecated ?? false,
        shutdownDate: reported?.shutdownDate ?? entry?.shutdownDate ?? null,
        replacement: entry?.replacement ?? null,
        isAvailable: account.has(provider) ? reported !== undefined : null,
      }
    })
  })
}

/** Finds the model with this id or, if the id is an alias such as `-latest`, a snapshot of the model. */
const findReported = (models: readonly AccountModel[], id: string): AccountModel | undefined =>
  models.find((model) => model.id === id) ??
  models.find((model) => isSnapshotOf(model.id, id.replace(/-latest$/, '')))

/** What is wrong with a model, compared with what its account offers. */
export function problemOf(model: string, account: AccountModels, now: Date): string | undefined {
  const { owner, id } = partsOf(model)
  const offered = account.get(owner)
  const reported = findReported(offered ?? [], id)
  const warning = lifetimeWarning(model, now, reported?.shutdownDate)
  if (warning !== undefined || offered === undefined || reported) return warning
  return `${model} is not among the models of this account`
}

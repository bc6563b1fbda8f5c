import { systemClock } from '../../../core/clock.ts'
import { SifakaError } from '../../../core/errors.ts'
import { fetchAccountModels } from '../../../providers/account-models.ts'
import { openHttpPool } from '../../../engine/http-pool.ts'
import { providerOf } from '../../../engine/models.ts'
import { lifetimeWarning } from '../../../providers/pricing/lifetimes.ts'
import { modelsIn, problemOf, requestTo } from '../models.ts'
import { findingOfError, type DoctorCheck, type DoctorFinding, type DoctorNeeds } from './check.ts'
import { partsOf } from '../../../core/ports.ts'

/** Asks the hosts of the models in the settings for their lists of models, which costs nothing. */
export const modelsCheck: DoctorCheck = {
  name: 'models',
  async run(needs) {
    const { settings, io } = needs.run
    const models = modelsIn(settings)
    if (models.length === 0) {
      const cure = 'use --model, the setting model, or SIFAKA_MODEL; sim:writer needs no key'
      return [{ status: 'mend', text: 'no model is set', cure }]
    }
    const pool = openHttpPool(settings, io)
    try {
      return (await Promise.all(models.map((model) => checkModel(model, needs, pool.fetch)))).flat()
    } finally {
      await pool.close()
    }
  },
}

async function checkModel(
  model: string,
  { run, shell: { signal } }: DoctorNeeds,
  fetch: ReturnType<typeof openHttpPool>['fetch'],
): Promise<DoctorFinding[]> {
  const { owner: provider } = partsOf(model)
  const now = systemClock.date()
  try {
    if (providerOf(model, run.settings).definition.simulated) {
      return [{ status: 'note', text: `${model} is a simulated model: no real text` }]
    }
    const request = requestTo(provider, run)
    if (request instanceof SifakaError) throw request
    if (request === undefined) {
      const warning = lifetimeWarning(model, now)
      if (warning !== undefined) return [{ status: 'mend', text: warning }]
      return [{ status: 'note', text: `${model}: ${provider} has no list of models to compare with` }]
    }
    const offered = await fetchAccountModels({ ...request, provider, fetch, signal, now })
    const problem = problemOf(model, new Map([[provider, offered]]), now)
    if (problem !== undefined) {
      return [
        { status: 'mend', text: problem, cure: `sifaka models ${provider} --check lists what you can use` },
      ]
    }
    return [{ status: 'ok', text: `${model}: ${new URL(request.url).host} answers and knows it` }]
  } catch (error) {
    signal.throwIfAborted()
    return [findingOfError(error, model)]
  }
}

import { openFromSettings } from '../../../engine/response-cache.ts'
import { openStore } from '../../../storage/open-store.ts'
import { readableOrThrow } from '../../../storage/store-errors.ts'
import { findingOfError, type DoctorCheck, type DoctorFinding, type DoctorNeeds } from './check.ts'

/** Opens the caches and the store of the settings, and reads from them. */
export const storageCheck: DoctorCheck = {
  name: 'storage',
  run: async (needs) => [
    ...(needs.run.settings.cache === false
      ? [{ status: 'note' as const, text: 'nothing is cached: the setting cache is false' }]
      : await findingsOf(needs, checkCache)),
    ...(needs.run.settings.store === false
      ? [{ status: 'note' as const, text: 'no thoughts are stored: the setting store is false' }]
      : await findingsOf(needs, checkStore)),
  ],
}

type Settings = DoctorNeeds['run']['settings']
type Io = DoctorNeeds['run']['io']

/** What the check warns of, and the error that it throws, need mending. */
async function findingsOf(
  { run: { settings, io } }: DoctorNeeds,
  check: (settings: Settings, io: Io) => Promise<DoctorFinding[]>,
): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = []
  const warn = (text: string) => void findings.push({ status: 'mend', text })
  try {
    findings.push(...(await check(settings, { ...io, warn })))
  } catch (error) {
    findings.push(findingOfError(error))
  }
  return findings
}

async function checkCache(settings: Settings, io: Io): Promise<DoctorFinding[]> {
  const { cache, layers } = await openFromSettings(settings, io)
  try {
    await cache.get('a key that sifaka never uses')
    const faults = new Map(cache.health().map(({ title, fault }) => [title, fault]))
    return layers
      .filter(({ title }) => !faults.get(title))
      .map(({ title }) => ({ status: 'ok', text: `the cache ${title} answers` }))
  } finally {
    await cache.close()
  }
}

async function checkStore({ store: setting }: Settings, io: Io): Promise<DoctorFinding[]> {
  if (setting === false) return []
  const store = await openStore(setting, io)
  try {
    const { thoughts, damages } = await store.list({}, { limit: 1 })
    damages.forEach(readableOrThrow)
    const newest = thoughts[0]?.head.startedAt
    const content = newest === undefined ? 'it is empty' : `newest thought: ${newest}`
    return [{ status: 'ok', text: `the store answers; ${content}` }]
  } finally {
    await store.close()
  }
}

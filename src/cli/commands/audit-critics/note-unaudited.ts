import type { Engine } from '../../../engine/create-engine.ts'
import type { EngineIo } from '../../../engine/io.ts'
import { formatPercent } from '../../../util/units.ts'
import { findAudit } from './kept-audits.ts'

const CURE = 'sifaka audit-critics tests judges before you trust them'

/** Names the judges of a run that no audit has tested, and those that failed their audit. */
export async function noteUnaudited(
  { judges, settings }: Pick<Engine, 'judges' | 'settings'>,
  io: EngineIo,
  say: (line: string) => void,
): Promise<void> {
  if (settings.critique === 'never') return
  const unaudited: string[] = []
  for (const judge of await judges()) {
    const name = `${judge.critic.name} (${judge.critic.model})`
    const audit = await findAudit(judge, io)
    if (!audit) unaudited.push(name)
    else if (!audit.isTrusted) {
      const { rate } = audit.falsePass
      const why =
        rate === null ? 'it gave no verdicts' : `it approved ${formatPercent(rate)} of the bad texts`
      io.warn(`${name} failed its audit of ${audit.auditedAt.slice(0, 10)}: ${why}`)
    }
  }
  if (unaudited.length > 0) say(`sifaka: not audited: ${[...new Set(unaudited)].join(', ')}; ${CURE}`)
}

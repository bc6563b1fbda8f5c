import { standardOutput } from '../../../batch/results/output.ts'
import type { Settings } from '../../../config/schema.ts'
import { systemClock } from '../../../core/clock.ts'
import { ConfigError, UsageError } from '../../../core/errors.ts'
import { messageOf } from '../../../core/failure.ts'
import { totalUsage } from '../../../core/usage.ts'
import { auditCritic, type JudgeAudit } from '../../../critics/audit/audit-critic.ts'
import { auditTexts } from '../../../critics/audit/audit-texts.ts'
import { modelFamily } from '../../../critics/audit/model-family.ts'
import { createEngine } from '../../../engine/create-engine.ts'
import type { Judge } from '../../../engine/critics.ts'
import { toJson } from '../../../util/json.ts'
import { formatCount, formatInteger, formatUsd } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import { loadFor, warnIfSimulated } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'
import { auditTable } from './audit-table.ts'
import { keepAudit } from './kept-audits.ts'

interface AuditFlags extends ConfigFlags {
  readonly repeats: number
  readonly maxFalsePass: string
  readonly json?: boolean
}

/** Tests the critics of the settings on texts whose quality is known, prints the results and stores them. */
export async function auditCriticsCommand(shell: Shell, flags: AuditFlags): Promise<ExitCode> {
  const { settings, io } = await loadFor(flags, shell)
  const say = (line: string) => shell.say(`sifaka: ${line}`)
  const { repeats } = flags
  const maxFalsePass = Number.parseFloat(flags.maxFalsePass) / 100
  const engine = await createEngine(settingsForAudit(settings), io)
  try {
    await engine.prepare()
    const judges = await engine.judges()
    checkJudges(judges, settings)
    warnIfSimulated(engine, shell)
    const warnings = familyWarnings(judges, settings.model)
    const names = judges.map(({ critic }) => `${critic.name} (${critic.model})`).join(', ')
    const critiques = judges.length * auditTexts.length * repeats
    say(
      `${names}: ${formatInteger(auditTexts.length)} texts, ${formatCount(repeats, 'time')} each, makes ${formatCount(critiques, 'critique')}`,
    )
    const audits = await Promise.all(
      judges.map(({ critic }) => auditCritic(critic, { repeats, maxFalsePass }, engine.scope)),
    )
    const now = systemClock.date()
    for (const [index, judge] of judges.entries()) {
      const audit = audits[index]
      if (audit) {
        await keepAudit(judge, audit, now, io).catch((error: unknown) =>
          io.warn(`the result of ${judge.critic.name} is not kept: ${messageOf(error)}`),
        )
      }
    }
    const ok = audits.every(({ isTrusted }) => isTrusted)
    const text = flags.json
      ? `${toJson({ ok, repeats, texts: auditTexts.length, maxFalsePass, writer: settings.model ?? null, warnings, judges: audits }, 2)}\n`
      : auditTable(audits)
    await standardOutput(shell.stdout).write(shell.redact(text))
    for (const warning of warnings) io.warn(warning)
    const { calls, costUsd } = totalUsage(audits.map(({ usage }) => usage))
    say(`${formatCount(calls, 'call')}, cost ${formatUsd(costUsd)}`)
    if (!ok)
      say(
        `not to be trusted (the limit is ${flags.maxFalsePass} of the bad texts approved): ${untrusted(audits)}`,
      )
    return ok ? EXIT.accepted : EXIT.notAccepted
  } finally {
    await engine.close()
  }
}

/**
 * An audit measures the model, so it takes no answer from a cache; without a writing model, a judge's model stands in.
 */
function settingsForAudit(settings: Settings): Settings {
  const [own] = settings.critics.flatMap(({ model }) => (typeof model === 'string' ? [model] : []))
  return {
    ...settings,
    model: settings.model ?? settings.criticModel ?? own,
    validators: [],
    quorum: 'majority',
    fuse: false,
    cache: false,
    store: false,
  }
}

function checkJudges(judges: readonly Judge[], { critics }: Settings): void {
  if (critics.length === 0)
    throw new UsageError('there are no critics to audit', 'name one, as in --critic reflexion')
  if (judges.length < critics.length) {
    throw new ConfigError(
      'an audit has no fields for the critics whose options contain {{field}}',
      'replace the fields by values, or audit other critics with --critic',
    )
  }
}

/** Models prefer texts that are like their own, so a judge of the writer's family is milder with its texts. */
function familyWarnings(judges: readonly Judge[], writer: string | undefined): string[] {
  if (writer === undefined) return []
  const models = [...new Set(judges.map(({ critic }) => critic.model))]
  return models
    .filter((model) => modelFamily(model) === modelFamily(writer))
    .map(
      (model) =>
        `${model} judges ${model === writer ? 'its own texts' : `texts of ${writer}`}, of the same family (${modelFamily(writer)}): models prefer such texts, which this audit does not measure`,
    )
}

const untrusted = (audits: readonly JudgeAudit[]): string =>
  audits
    .filter(({ isTrusted }) => !isTrusted)
    .map(({ critic, model }) => `${critic} (${model})`)
    .join(', ')

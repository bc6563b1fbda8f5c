import { chalkStderr } from 'chalk'
import { standardOutput } from '../../../batch/results/output.ts'
import { toJson } from '../../../util/json.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import { loadFor } from '../../load-run.ts'
import { twoColumns } from '../../output/two-columns.ts'
import { widthOf } from '../../output/width.ts'
import type { Shell } from '../../shell.ts'
import { findingOfError, type DoctorCheck, type DoctorFinding } from './check.ts'
import { keysCheck } from './keys.ts'
import { modelsCheck } from './models.ts'
import { queueCheck } from './queue.ts'
import { settingsCheck } from './settings.ts'
import { storageCheck } from './storage.ts'
import { versionsCheck } from './versions.ts'

/** The checks, in the order of the report. To add a check, write its file and add it to this list. */
const CHECKS: readonly DoctorCheck[] = [
  versionsCheck,
  settingsCheck,
  keysCheck,
  modelsCheck,
  storageCheck,
  queueCheck,
]

/** Prints what was found; exits with 1 if something needs mending. */
export async function doctorCommand(
  shell: Shell,
  flags: ConfigFlags & { readonly json?: boolean },
): Promise<ExitCode> {
  const results: CheckResult[] = []
  const run = await loadFor(flags, shell).catch((error: unknown) => {
    results.push({ check: settingsCheck.name, findings: [findingOfError(error)] })
    return undefined
  })
  // Settings that cannot be read name no keys or models to check.
  if (run) {
    for (const check of CHECKS) {
      results.push({ check: check.name, findings: await check.run({ shell, flags, run }) })
    }
  }
  const isSound = results.every(({ findings }) => findings.every(({ status }) => status !== 'mend'))
  const text = flags.json
    ? `${toJson({ ok: isSound, checks: results }, 2)}\n`
    : asText(results, widthOf(shell))
  await standardOutput(shell.stdout).write(shell.redact(text))
  if (isSound) shell.say('sifaka: nothing needs mending', chalkStderr.green)
  return isSound ? EXIT.accepted : EXIT.notAccepted
}

interface CheckResult {
  readonly check: string
  readonly findings: readonly DoctorFinding[]
}

const asText = (results: readonly CheckResult[], columns: number | undefined): string =>
  results
    .flatMap(({ check, findings }) => {
      const rows = findings.flatMap(({ status, text, cure }) => [
        [status.padEnd(4), text] as const,
        ...(cure === undefined ? [] : [['', cure] as const]),
      ])
      return [check, ...twoColumns(rows, columns)]
    })
    .map((line) => `${line}\n`)
    .join('')

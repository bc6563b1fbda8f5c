import { SifakaError } from '../../../core/errors.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import type { LoadedRun } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'

export interface DoctorFinding {
  /** `mend`: sifaka cannot work like this. `note`: worth knowing. */
  readonly status: 'ok' | 'note' | 'mend'
  readonly text: string
  /** What the user can do. */
  readonly cure?: string | undefined
}

/** The finding for an error of a check. Throws every other error again, since it is a bug. */
export function findingOfError(error: unknown, place?: string): DoctorFinding {
  if (!(error instanceof SifakaError)) throw error
  return { status: 'mend', text: place ? `${place}: ${error.message}` : error.message, cure: error.hint }
}

export interface DoctorNeeds {
  readonly shell: Shell
  readonly flags: ConfigFlags
  readonly run: LoadedRun
}

/** One part of `sifaka doctor`. It sends nothing that is billed, and never rejects for a fault that it looks for. */
export interface DoctorCheck {
  readonly name: string
  readonly run: (needs: DoctorNeeds) => Promise<readonly DoctorFinding[]>
}

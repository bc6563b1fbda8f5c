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

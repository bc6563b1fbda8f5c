/** Posts a notice to the addresses of `--notify` when a batch has ended, however it ended. */
import { ClosedOutput } from '../../batch/results/output.ts'
import { systemClock } from '../../core/clock.ts'
import { errorCodeOf } from '../../core/failure.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { createNotice, type BatchEnd } from '../../observe/notices/notice.ts'
import { postNotice } from '../../observe/notices/post.ts'
import { createHttpPool } from '../../providers/http/lazy-pool.ts'
import { EXIT, exitCodeOfError, type ExitCode } from '../exit-codes.ts'
import type { LoadedRun } from '../load-run.ts'
import type { Shell } from '../shell.ts'

/** Receives the function that returns the figures of the run so far. */
type ReportSource = (figures: () => TimingReport) => void

/** A notice that cannot be delivered is a warning, and does not change how the batch ends. */
export async function withNotices(
  { settings: { notify }, io }: LoadedRun,
  shell: Shell,
  work: (onStart: ReportSource) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (notify.length === 0) return work(() => undefined)
  // A program that knows the address of a webhook can post to it.
  shell.keepSecrets(notify.flatMap(secretsOfAddress))
  let figures: (() => TimingReport) | undefined
  const send = async (code: ExitCode, error: string | null) => {
    const exitCode = shell.interrupted() ?? code
    const notice = createNotice({ status: statusOf(exitCode, shell), exitCode, error }, figures?.())
    const pool = createHttpPool({ env: io.env, warn: io.warn })
    const body = shell.redact(JSON.stringify(notice))
    const fetch = async (url: string, init: RequestInit) => (await pool.fetch())(url, init)
    const options = { clock: systemClock, fetch }
    await Promise.all(
      notify.map(async (url) => {
        const fault = await postNotice(url, body, options)
        if (fault !== undefined) io.warn(`--notify: no notice was delivered to ${originOf(url)}: ${fault}`)
      }),
    )
    await pool.close()
  }
  try {
    const code = await work((source) => (figures = source))
    await send(code, null)
    return code
  } catch (error) {
    if (error instanceof ClosedOutput) await send(EXIT.accepted, null)
    else await send(exitCodeOfError(error), errorCodeOf(error))
    throw error
  }
}

function statusOf(exitCode: ExitCode, { interrupted }: Shell): BatchEnd['status'] {
  if (interrupted() !== undefined) return 'interrupted'
  if (exitCode === EXIT.stopped) return 'stopped'
  return exitCode === EXIT.accepted || exitCode === EXIT.notAccepted ? 'finished' : 'failed'
}

const originOf = (url: string): string => new URL(url).origin

const secretsOfAddress = (url: string): string[] => {
  const { pathname, search } = new URL(url)
  return [url, `${pathname}${search}`, pathname]
}

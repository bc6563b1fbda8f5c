/** Limits the number of connections, since each is an open file, and the system limits the open files of a process. */
import { readFileSync } from 'node:fs'

/** Files for the program itself, its input and output, and its caches and journals. */
const RESERVED_FILES = 64

export interface ConnectionLimit {
  readonly connections: number
  /** A message for the user if fewer connections are possible than wanted. */
  readonly warning?: string
}

/** Reduces the wanted number of connections to what the limit on open files allows, but at least to one. */
export function clampToFileLimit(wanted: number, softLimit: number): ConnectionLimit {
  const connections = Math.max(1, Math.min(wanted, softLimit - RESERVED_FILES))
  if (connections === wanted) return { connections }
  const warning = `the system lets this process open ${softLimit} files, so ${connections} connections are used instead of ${wanted}; raise the limit with ulimit -n`
  return { connections, warning }
}

/** Returns the limit on open files of this process; `Infinity` if there is no limit or it is unknown. */
export function softFileLimit(): number {
  const limit = fromProc() ?? fromReport()
  return limit === undefined || limit === 'unlimited' ? Infinity : Number(limit)
}

function fromProc(): string | undefined {
  try {
    return /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

interface DiagnosticReport {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | string } }
}

const fromReport = (): number | string | undefined =>
  (process.report.getReport() as DiagnosticReport).userLimits?.open_files?.soft

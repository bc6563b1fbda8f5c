/** How many connections the system lets this process have: each is an open file to it. */
import { readFileSync } from 'node:fs'

/** For the program itself, its input and output, and the stores. */
const RESERVED_FILES = 64

export interface Clamped {
  readonly connections: number
  /** Said once to the user where fewer are to be had than wanted. */
  readonly warning?: string
}

/** As many of the wanted connections as fit below the limit on open files; at least one. */
export function clampToFileLimit(wanted: number, softLimit: number): Clamped {
  const connections = Math.max(1, Math.min(wanted, softLimit - RESERVED_FILES))
  if (connections === wanted) return { connections }
  const warning = `the system lets this process open ${softLimit} files, so ${connections} connections are used instead of ${wanted}; raise the limit with ulimit -n`
  return { connections, warning }
}

/** The limit of this process, `Infinity` where there is none or the system does not tell. */
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

interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | string } }
}

const fromReport = (): number | string | undefined =>
  (process.report.getReport() as Report).userLimits?.open_files?.soft

/** What the errors of PostgreSQL and its driver mean. */
import { messageOf } from '../core/failure.ts'
import { AccessRefused } from '../util/backends/access-refused.ts'
import { codeOf } from '../util/files/system-errors.ts'

/** Error classes of PostgreSQL: 08 connection, 53 resources, 57P operator intervention; and lost or refused sockets. */
const OUTAGE = /^(08|53|57P|40001|40P01|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/

/** Whether the server may soon work again. */
export const isOutage = (error: unknown): boolean => {
  const { code, message, errors } = Object(error) as { code?: unknown; message?: unknown; errors?: unknown }
  if (Array.isArray(errors)) return errors.some(isOutage)
  return OUTAGE.test(String(code)) || /Connection terminated|timeout|socket/i.test(String(message))
}

/** Whether the server is there, but starts up or recovers after a crash (`cannot_connect_now`). */
export const isStarting = (error: unknown): boolean => codeOf(error) === '57P03'

/** Error classes of PostgreSQL: 28 authorization; the database does not exist; the user lacks a right. */
const REFUSED_ACCESS = /^(28...|3D000|42501)$/

/** With several addresses, Node reports one error per address and an empty message. */
const firstErrorOf = (error: unknown): unknown =>
  (Object(error).errors as unknown[] | undefined)?.[0] ?? error

/** Whether the server refuses the access to the database. */
export const isRefusal = (error: unknown): boolean =>
  REFUSED_ACCESS.test(String(codeOf(firstErrorOf(error)))) || isPasswordMissing(firstErrorOf(error))

/** The error to report; an `AccessRefused` if the store cannot be opened because the server refuses the access. */
export function faultOf(error: unknown, what: 'open' | 'read' | 'write'): unknown {
  const first = firstErrorOf(error)
  if (what !== 'open' || !isRefusal(error)) return first
  const message = isPasswordMissing(first) ? 'the server asks for a password' : messageOf(first)
  return new AccessRefused(message, { cause: first })
}

/** The driver finds out by itself that the server asks for a password. */
const isPasswordMissing = (error: unknown): boolean =>
  /password must be a (non-empty )?string/.test(messageOf(error))

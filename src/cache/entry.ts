/**
 * The text of an entry outside this process: schema version, checksum, time and value. The checksum covers the key, so
 * that an entry under a wrong key is found, too.
 */
import { digest } from '../util/hash.ts'

/** Counts the changes to what values contain; entries of other versions are missing. */
const VERSION = 1

const checksum = (key: string, createdMs: string, value: string): string =>
  digest(`${key}\n${createdMs}\n${value}`)

export const sealEntry = (key: string, value: string, nowMs: number): string =>
  `${VERSION} ${checksum(key, `${nowMs}`, value)} ${nowMs} ${value}`

const ENTRY = new RegExp(`^${VERSION} ([0-9a-f]{16}) (\\d{1,16}) `)

interface Lifetime {
  readonly nowMs: number
  readonly ttlMs: number
}

/** False if the time is too long ago, or so far in the future that the clock must have been wrong. */
export const isCurrent = (timeMs: number, { nowMs, ttlMs }: Lifetime): boolean =>
  Math.abs(nowMs - timeMs) < ttlMs

/** The value; undefined if the entry is damaged, of another version, or not current. */
export function openEntry(
  key: string,
  text: string | null | undefined,
  lifetime: Lifetime,
): string | undefined {
  const head = text ? ENTRY.exec(text) : null
  if (!text || !head) return undefined
  const [{ length }, sum, createdMs = ''] = head
  const value = text.slice(length)
  return sum === checksum(key, createdMs, value) && isCurrent(Number(createdMs), lifetime) ? value : undefined
}

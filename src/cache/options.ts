import * as z from 'zod'

const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }
const SIZE = /^(\d+(?:\.\d+)?) ?([kKMGT]?B)$/

const MESSAGE = 'must be a size, for example 500MB or 2GB'

/** A number of bytes, or a text such as `500MB`; becomes the number. */
export const byteSize = z
  .union([z.int().min(1), z.string().regex(SIZE, MESSAGE)], MESSAGE)
  .transform((size) => (typeof size === 'number' ? size : toBytes(size)))

function toBytes(size: string): number {
  const [, number, unit = ''] = SIZE.exec(size) ?? []
  return Math.max(1, Math.round(Number(number) * (UNIT_BYTES[unit] ?? 1)))
}

/** The folder for caches that name no place of their own. */
export function defaultFolder(folder: string | undefined): string {
  if (folder === undefined) throw new Error('HOME is not set, so the cache needs a path')
  return folder
}

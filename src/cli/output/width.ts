import type { Shell } from '../shell.ts'

/** The columns of the terminal on standard output; undefined if it is not a terminal. */
export const widthOf = ({ stdout, env }: Pick<Shell, 'stdout' | 'env'>): number | undefined =>
  stdout.isTTY ? Number(env['COLUMNS']) || stdout.columns || 80 : undefined

import { createRequire } from 'node:module'
import type stringWidth from 'string-width'
import { once } from '../../util/once.ts'

/** Loading it takes a quarter of the time in which a command starts, and few commands need it. */
const loadStringWidth = once(
  () => (createRequire(import.meta.url)('string-width') as { default: typeof stringWidth }).default,
)

/** The number of columns that a text takes on a terminal; escape sequences take none. */
export const displayWidth = (text: string): number =>
  /^[\x20-\x7e]*$/.test(text) ? text.length : loadStringWidth()(text)

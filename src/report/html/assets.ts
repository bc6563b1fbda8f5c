/** The style sheet and the script of all HTML documents. The build copies them beside the bundled code. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { once } from '../../util/once.ts'

interface Asset {
  readonly text: string
  /** The source expression that allows exactly this text in a Content-Security-Policy. */
  readonly source: string
}

const readAsset = (name: string): Asset => {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  return { text, source: `'sha256-${createHash('sha256').update(text).digest('base64')}'` }
}

export const pageStyle = once(() => readAsset('page.css'))
export const pageScript = once(() => readAsset('page.js'))

import { displayWidth } from './display-width.ts'
import { once } from '../../util/once.ts'

/** Created on first use, since that takes longer than the rest of the module. */
const graphemes = once(() => new Intl.Segmenter())

/** Cuts a text to `columns` terminal columns; "…" marks the cut. */
export function truncateToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let width = 1
  for (const { segment } of graphemes().segment(text)) {
    width += displayWidth(segment)
    if (width > columns) break
    kept += segment
  }
  return `${kept}…`
}

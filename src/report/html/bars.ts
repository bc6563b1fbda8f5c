/** Charts of horizontal bars. Labels and values are text, so that they can be read without the bars. */
import { markup, type Markup } from './markup.ts'

export interface Bar {
  readonly label: string
  readonly text: string
  /** Where the bar begins, as a share of the width from 0 to 1, like `length`; default: 0. */
  readonly start?: number
  readonly length: number
  /** Selects the colour. */
  readonly kind?: string
}

export const barChart = (caption: string, bars: readonly Bar[]): Markup =>
  bars.length === 0
    ? markup``
    : markup`<figure class="chart"><figcaption>${caption}</figcaption><ol class="bars">${bars.map(barItem)}</ol></figure>`

const barItem = ({ label, text, start = 0, length, kind = 'plain' }: Bar): Markup => {
  const bar = markup`<rect class="${kind}" x="${percent(start)}" width="${percent(length)}" height="100%" />`
  return markup`<li><bdi class="label">${label}</bdi> <svg class="bar" aria-hidden="true">${bar}</svg> <span class="value">${text}</span></li>`
}

const percent = (share: number): string => `${(Math.min(Math.max(share, 0), 1) * 100).toFixed(2)}%`

/** Bars that are scaled to the longest one. */
export function scaledBars<Item>(
  items: readonly Item[],
  toBar: (item: Item) => Omit<Bar, 'length'> & { readonly value: number },
): Bar[] {
  const bars = items.map(toBar)
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  return bars.map(({ value, ...bar }) => ({ ...bar, length: value / longest }))
}

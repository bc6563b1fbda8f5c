/**
 * The frame of an HTML document: one file that needs no network and opens from disk. Its policy forbids everything
 * but its own style and script, so that no text in it can load or run anything.
 */
import { formatInteger } from '../../util/units.ts'
import type { TimingTable } from '../timing/tables.ts'
import { pageScript, pageStyle } from './assets.ts'
import { markup, Markup } from './markup.ts'

export type Tile = readonly [name: string, value: string]

export function pageBegin(title: string, about: string, tiles: readonly Tile[]): string {
  const policy = [
    "default-src 'none'",
    `style-src ${pageStyle().source}`,
    `script-src ${pageScript().source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(pageStyle().text)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="about"><bdi>${about}</bdi></p>
</header>
<main>
<dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`.text
}

export const pageEnd = (): string =>
  markup`</main>
<script>${new Markup(pageScript().text)}</script>
</body>
</html>
`.text

export const dataTable = ({ heading, titles, rows, note }: TimingTable): Markup => {
  const cells = (row: TimingTable['rows'][number]) =>
    row.map((cell) => markup`<td><bdi>${typeof cell === 'string' ? cell : cell.foreign}</bdi></td>`)
  const table = markup`<div class="scroller" tabindex="0" role="region" aria-label="${heading}"><table>
<thead><tr>${titles.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`
  return markup`<h3>${heading}</h3>
${rows.length === 0 ? markup`<p>None.</p>` : table}
${note === undefined ? '' : markup`<p class="note">${note}</p>`}
`
}

/** If there are fewer rows than prompts, the rows are a sample. */
interface RowCounts {
  readonly prompts: number
  readonly rows: number
}

const COLUMNS = [
  'Row',
  'Id',
  'Prompt',
  'Outcome',
  'Iterations',
  'Objections',
  'Model',
  'Tokens',
  'Cost',
  'Time',
]

/** The table of prompts, empty. The script of the page fills it from the JSON rows between this and `rowsEnd`. */
export const rowsBegin = ({ prompts, rows }: RowCounts): string =>
  markup`<section aria-labelledby="prompts-title">
<h2 id="prompts-title">Prompts</h2>
${
  rows < prompts
    ? markup`<p class="note">A sample: ${formatInteger(rows)} of ${formatInteger(prompts)} prompts, evenly spread over the input.</p>`
    : ''
}
<div class="filters">
<label>Search <input id="search" type="search" autocomplete="off"></label>
<label>Outcome <select id="outcome"><option value="">all</option></select></label>
<span id="status" role="status"></span>
</div>
<div class="scroller rows" id="scroller" tabindex="0" role="region" aria-label="Rows of prompts">
<table id="table">
<thead><tr>${COLUMNS.map((title) => markup`<th scope="col"><button type="button">${title}</button></th>`)}</tr></thead>
<tbody id="body"></tbody>
</table>
</div>
<div id="text" hidden><h3 id="text-title" tabindex="-1"></h3><pre id="text-body" tabindex="0"></pre></div>
<noscript><p>The table of prompts needs JavaScript; the rest of this page does not.</p></noscript>
<p class="note print-only">Open the document in a browser for the table of all prompts.</p>
</section>
<script type="application/json" id="rows">[`.text

export const rowsEnd = (): string => ']</script>\n'

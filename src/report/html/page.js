/* The table of prompts: filters and sorts all rows, and shows only those in view. Texts are never set as HTML. */
;(() => {
  const COLUMNS = [
    'number',
    'id',
    'prompt',
    'outcome',
    'iterations',
    'objections',
    'model',
    'tokens',
    'cost',
    'time',
  ]
  const NUMBERS = new Set(['number', 'iterations', 'tokens', 'cost', 'time'])
  const EXTRA_ROWS = 8
  const data = document.getElementById('rows')
  if (!data) return
  const rows = JSON.parse(data.textContent).map((cells) => ({ cells, text: cells.join('\n').toLowerCase() }))
  const scroller = document.getElementById('scroller')
  const body = document.getElementById('body')
  const status = document.getElementById('status')
  const search = document.getElementById('search')
  const outcome = document.getElementById('outcome')
  const headings = [...document.querySelectorAll('#table th')]
  let ordered = rows
  let shown = rows
  let sorted = { column: 0, direction: 1 }
  /** In pixels; all rows have the same height. The first value is an assumption, see `measure`. */
  let rowHeight = 32

  const format = {
    tokens: (value) => value.toLocaleString('en-US'),
    cost: (value) => (value === null ? 'unknown' : `$${value.toFixed(4)}`),
    time: (value) => (value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`),
  }

  function compare(first, second) {
    const [a, b] = [first.cells[sorted.column], second.cells[sorted.column]]
    if (a === b) return first.cells[0] - second.cells[0]
    // Unknown values are last, in both directions.
    if (a === null || b === null) return a === null ? 1 : -1
    return (a < b ? -1 : 1) * sorted.direction
  }

  function update() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    shown = ordered.filter(
      ({ cells, text }) =>
        (outcome.value === '' || cells[3] === outcome.value) && words.every((word) => text.includes(word)),
    )
    status.textContent = `${shown.length.toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')} rows`
    scroller.scrollTop = 0
    draw()
  }

  function draw() {
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - EXTRA_ROWS)
    const count = Math.ceil(scroller.clientHeight / rowHeight) + 2 * EXTRA_ROWS
    const visible = shown.slice(first, first + count)
    body.replaceChildren(
      spacer(first),
      ...visible.map((row, position) => rowOf(row, first + position)),
      spacer(shown.length - first - visible.length),
    )
  }

  /** Measures the height of the rows that are drawn, and draws them again with it. */
  function measure() {
    const height = shown.length > 0 ? body.children[1].getBoundingClientRect().height : 0
    if (height > 0) rowHeight = height
    draw()
  }

  function spacer(count) {
    const row = document.createElement('tr')
    row.className = 'spacer'
    row.setAttribute('aria-hidden', 'true')
    const cell = row.appendChild(document.createElement('td'))
    cell.colSpan = COLUMNS.length
    cell.style.height = `${count * rowHeight}px`
    return row
  }

  function rowOf({ cells }, position) {
    const row = document.createElement('tr')
    row.setAttribute('aria-rowindex', String(position + 2))
    COLUMNS.forEach((name, column) => {
      const cell = row.appendChild(document.createElement('td'))
      if (NUMBERS.has(name)) cell.className = 'number'
      const value = cells[column]
      const text = format[name] ? format[name](value) : String(value)
      cell.title = text
      const open = name === 'prompt' ? openerOf(cells) : undefined
      const place = open ? cell.appendChild(document.createElement('button')) : cell
      place.appendChild(document.createElement('bdi')).append(text)
      if (!open) return
      place.type = 'button'
      place.addEventListener('click', open)
    })
    return row
  }

  /** Returns a function that shows more about a row; undefined if the document has no more. */
  function openerOf(cells) {
    const detail = document.getElementById(`prompt-${cells[0] - 1}`)
    if (detail)
      return () => {
        detail.open = true
        detail.scrollIntoView()
        detail.querySelector('summary').focus()
      }
    if (cells.length <= COLUMNS.length) return undefined
    return () => {
      document.getElementById('text').hidden = false
      document.getElementById('text-title').textContent = `Row ${cells[0]}: ${cells[3]}`
      document.getElementById('text-body').textContent = cells[COLUMNS.length]
      document.getElementById('text-title').focus()
    }
  }

  for (const name of new Set(rows.map(({ cells }) => cells[3])))
    outcome.appendChild(document.createElement('option')).append(name)
  headings.forEach((heading, column) =>
    heading.querySelector('button').addEventListener('click', () => {
      sorted = { column, direction: sorted.column === column ? -sorted.direction : 1 }
      headings.forEach((each) => each.removeAttribute('aria-sort'))
      heading.setAttribute('aria-sort', sorted.direction === 1 ? 'ascending' : 'descending')
      ordered = rows.toSorted(compare)
      update()
    }),
  )
  search.addEventListener('input', update)
  outcome.addEventListener('change', update)
  scroller.addEventListener('scroll', draw)
  addEventListener('resize', measure)
  addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('details')) each.open = true
  })
  document.getElementById('table').setAttribute('aria-rowcount', String(rows.length + 1))
  update()
  measure()
})()

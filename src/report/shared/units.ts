/** Figures for people. What is not known is "unknown", never 0. */

const UNKNOWN = 'unknown'
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const long = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const known = (render: (value: number) => string) => (value: number | null) =>
  value === null ? UNKNOWN : render(value)

/** "1,234" */
export const integer = known((value) => whole.format(value))

/** "2.3": what need not be whole, such as a mean. */
export const decimal = known((value) => long.format(value))

/** "9.4x" */
export const times = known((value) => `${short.format(value)}x`)

/** "50 ms", "8.2 s", "2 min 05 s", "1 h 02 min" */
export const duration = known((ms) => {
  if (ms < 10) return `${long.format(ms)} ms`
  if (ms < 999.5) return `${whole.format(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${padded(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${whole.format(Math.floor(minutes / 60))} h ${padded(minutes % 60)} min`
})

/** "94.2%" of a share 0..1; says 0% and 100% only of nothing and everything. */
export const percent = known((share) => {
  if (share > 0 && share < 0.001) return '<0.1%'
  if (share < 1 && share > 0.999) return '>99.9%'
  return `${short.format(share * 100)}%`
})

/** "$1.25", and more digits of less than a dollar */
export const usd = known((value) => {
  if (value > 0 && value < 0.0001) return '<$0.0001'
  return value === 0 || value >= 1 ? `$${money.format(value)}` : `$${value.toFixed(4)}`
})

const padded = (value: number): string => String(value).padStart(2, '0')

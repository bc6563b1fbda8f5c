/** Numbers and durations for people. Null means unknown and is shown as "unknown", never as 0. */

/** Groups thousands by commas. Intl.NumberFormat would take longer to load than the rest of a short command. */
function formatNumber(value: number, maxDigits: number, minDigits = 0): string {
  const [whole = '', digits = ''] = value.toFixed(maxDigits).split('.')
  const fraction = digits.slice(0, minDigits) + digits.slice(minDigits).replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === '' ? grouped : `${grouped}.${fraction}`
}

const orUnknown = (format: (value: number) => string) => (value: number | null) =>
  value === null ? 'unknown' : format(value)

/** For example "1,234". */
export const formatInteger = orUnknown((value) => formatNumber(value, 0))

/** "2.3"; for values that are not always whole, such as a mean. */
export const formatDecimal = orUnknown((value) => formatNumber(value, 2))

/** "1 prompt", "1,234 prompts", "1.76 iterations" */
export function formatCount(count: number | null, singular: string, plural = `${singular}s`): string {
  const value = formatDecimal(count)
  return `${value} ${value === '1' ? singular : plural}`
}

/** For example "9.4x". */
export const formatFactor = orUnknown((value) => `${formatNumber(value, 1)}x`)

/** "<1 ms", "50 ms", "8.2 s", "2 min 05 s", "1 h 02 min" */
export const formatDuration = orUnknown((ms) => {
  if (ms > 0 && ms < 0.5) return '<1 ms'
  if (ms < 999.5) return `${formatNumber(ms, 0)} ms`
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : formatSeconds(Math.round(ms / 1000))
})

/** "4 s", "2 min 05 s", "1 h 02 min" for a whole number of seconds, such as a countdown. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${formatNumber(Math.floor(minutes / 60), 0)} h ${twoDigits(minutes % 60)} min`
}

/** "94.2%" for the share 0.942. "0%" and "100%" are shown only for exactly 0 and 1. */
export const formatPercent = orUnknown((share) => {
  if (share > 0 && share < 0.001) return '<0.1%'
  if (share < 1 && share > 0.999) return '>99.9%'
  return `${formatNumber(share * 100, 1)}%`
})

/** "$1.25"; amounts below a dollar have four decimals. */
export const formatUsd = orUnknown((value) => {
  if (value > 0 && value < 0.0001) return '<$0.0001'
  return value === 0 || value >= 1 ? `$${formatNumber(value, 2, 2)}` : `$${value.toFixed(4)}`
})

const twoDigits = (value: number): string => String(value).padStart(2, '0')

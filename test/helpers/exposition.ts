/** A strict reader of Prometheus' text format: throws at what its specification does not allow. */

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+0-9.e]+)$`)
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

export function readExposition(text: string) {
  if (!text.endsWith('\n')) throw new Error('the last line must end with a line feed')
  const types = new Map<string, string>()
  const samples: Sample[] = []
  let family = ''
  for (const line of text.split('\n').slice(0, -1)) {
    const [, keyword, name = '', rest = ''] = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line) ?? []
    if (keyword === 'TYPE') {
      if (types.has(name)) throw new Error(`two groups of ${name}`)
      types.set(name, rest)
    }
    if (keyword !== undefined) family = name
    if (line.startsWith('#')) continue
    const sample = readSample(line)
    const base =
      types.get(family) === 'histogram' ? sample.name.replace(/_(bucket|sum|count)$/, '') : sample.name
    if (base !== family) throw new Error(`${sample.name} stands in the group of ${family}`)
    samples.push(sample)
  }
  checkHistograms(types, samples)
  const find = (name: string, labels: Readonly<Record<string, string>> = {}) =>
    samples.filter(
      (each) =>
        each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value),
    )
  return {
    types,
    samples,
    sum: (name: string, labels?: Readonly<Record<string, string>>) =>
      find(name, labels).reduce((total, { value }) => total + value, 0),
  }
}

function readSample(line: string): Sample {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
  if (name === '') throw new Error(`no sample: ${line}`)
  const read: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < labels.length) {
    const at = LABEL.lastIndex
    const [found, label = '', text = ''] = LABEL.exec(labels) ?? []
    if (found === undefined) throw new Error(`bad labels at ${at}: ${line}`)
    if (label in read) throw new Error(`two labels ${label}: ${line}`)
    read[label] = text
  }
  return { name, labels: read, value: Number(value.replace('Inf', 'Infinity')) }
}

/** Buckets are cumulative, and the last one counts all values. */
function checkHistograms(types: ReadonlyMap<string, string>, samples: readonly Sample[]): void {
  for (const [name] of [...types].filter(([, type]) => type === 'histogram')) {
    const counts = samples.filter((each) => each.name === `${name}_count`)
    for (const { labels, value } of counts) {
      const own = samples.filter(
        (each) =>
          each.name === `${name}_bucket` &&
          Object.entries(labels).every(([label, text]) => each.labels[label] === text),
      )
      const bounds = own.map((each) => Number(each.labels['le']?.replace('+Inf', 'Infinity')))
      if (bounds.at(-1) !== Infinity || own.at(-1)?.value !== value)
        throw new Error(`${name}: no +Inf bucket`)
      if (bounds.some((bound, at) => at > 0 && bound <= (bounds[at - 1] ?? 0)))
        throw new Error(`${name}: order`)
      if (own.some((each, at) => at > 0 && each.value < (own[at - 1]?.value ?? 0)))
        throw new Error(`${name}: buckets are not cumulative`)
    }
  }
}

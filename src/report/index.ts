/** The formats of results and of timing reports. */
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../util/lookup.ts'
import type { ResultFormat, TimingFormat } from './results/format.ts'
import { csv } from './results/csv.ts'
import { json } from './results/json.ts'
import { jsonl } from './results/jsonl.ts'
import { junit } from './results/junit.ts'
import { md } from './results/md.ts'
import { text } from './results/text.ts'
import { json as timingJson } from './timing/json.ts'
import { md as timingMd } from './timing/md.ts'
import { text as timingText } from './timing/text.ts'

export type { ResultFormat, TimingFormat } from './results/format.ts'

export const formats: readonly ResultFormat[] = [jsonl, json, csv, md, junit, text]
const timingFormats: readonly TimingFormat[] = [timingJson, timingMd, timingText]

/** The format of results of this name. Throws a `UsageError` for any other. */
export function resultFormat(name: string): ResultFormat {
  const found = formats.find((format) => format.name === name)
  if (found) return found
  const names = formats.map((format) => format.name)
  throw new UsageError(`there is no format "${name}"`, didYouMean(name, names))
}

/** The format of results that the path's ending stands for, if it stands for one. */
export const formatFor = (path: string): ResultFormat | undefined => formats.find(endOf(path))

/** The same for timing reports. */
export const timingFormatFor = (path: string): TimingFormat | undefined => timingFormats.find(endOf(path))

const endOf = (path: string) => (format: ResultFormat | TimingFormat) =>
  format.extensions.some((extension) => path.toLowerCase().endsWith(extension))

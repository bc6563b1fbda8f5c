/** Lists the formats of results and of timing reports. To add a format, add its file and register it here. */
import type { ResultFormat, TimingFormat } from '../core/formats.ts'
import { htmlResults } from './html/results.ts'
import { htmlTiming } from './html/timing.ts'
import { csvResults } from './results/csv.ts'
import { jsonResults } from './results/json.ts'
import { jsonlResults } from './results/jsonl.ts'
import { junitResults } from './results/junit.ts'
import { mdResults } from './results/md.ts'
import { textResults } from './results/text.ts'
import { xlsxResults } from './results/xlsx.ts'
import { chooseFormat, getFormat } from './shared/choose-format.ts'
import { jsonTiming } from './timing/json.ts'
import { mdTiming } from './timing/md.ts'
import { textTiming } from './timing/text.ts'

export const resultFormats: readonly ResultFormat[] = [
  jsonlResults,
  jsonResults,
  csvResults,
  xlsxResults,
  mdResults,
  htmlResults,
  junitResults,
  textResults,
]
export const timingFormats: readonly TimingFormat[] = [jsonTiming, mdTiming, htmlTiming, textTiming]

/** The formats of a single result, by the names that `improve --format` takes; its JSON is one line. */
export const singleResultFormats = { text: textResults, json: jsonlResults, md: mdResults } as const
export type SingleResultFormat = keyof typeof singleResultFormats

/** The result format of this name. Throws a `UsageError` if there is none. */
export const getResultFormat = (name: string): ResultFormat => getFormat(resultFormats, name)

/** The timing format of this name, or for the extension of this path, or text. Throws a `UsageError`. */
export const chooseTimingFormat = (name: string | undefined, path: string | undefined): TimingFormat =>
  chooseFormat(timingFormats, { name, path }, textTiming)

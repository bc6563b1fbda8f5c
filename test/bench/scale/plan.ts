/**
 * Prints how long batches take, from one worker to a thousand, and what limits them. Run by `npm run bench:scale`. What
 * one worker does is computed from a schedule of its calls; the rest is arithmetic with the figures below.
 */
import { referenceWorkload, meanSchedule, ORDERS } from '../order/schedule.ts'

/** Two critics, 2.3 iterations, and the latencies of the reference task of `sifaka bench`: 3.2 s, 1.2 s and 1.5 s. */
const CALLS_PER_PROMPT = 6.9
const TOKENS_PER_PROMPT = 9_600
const MEAN_CALL_SECONDS = (3.2 + 1.2 + 1.5) / 3
const CHAIN_SECONDS = 3 * 4.7
/** The calls of one worker in flight: the default of `connections`. */
const CALLS_IN_FLIGHT = 100
/** An upper bound: measured over 146 prompts with two critics on a busy machine, the start of the program included. */
const CPU_MS_PER_PROMPT = 36
/** Measured with texts of 500 words: a line of the results file, and the thought in the store. */
const RESULT_KB = 4
const THOUGHT_KB = 30

/** Limits of one large account, which all workers share. */
const REQUESTS_PER_MINUTE = 30_000
const TOKENS_PER_MINUTE = 150_000_000

interface Rate {
  readonly name: string
  readonly promptsPerSecond: number
}

const ratesOf = (workers: number): readonly Rate[] => [
  {
    name: 'call slots',
    promptsPerSecond: (workers * CALLS_IN_FLIGHT) / (CALLS_PER_PROMPT * MEAN_CALL_SECONDS),
  },
  { name: 'CPU of the workers', promptsPerSecond: (workers * 1000) / CPU_MS_PER_PROMPT },
  { name: 'requests per minute', promptsPerSecond: REQUESTS_PER_MINUTE / 60 / CALLS_PER_PROMPT },
  { name: 'tokens per minute', promptsPerSecond: TOKENS_PER_MINUTE / 60 / TOKENS_PER_PROMPT },
]

const ours = ORDERS.find(({ name }) => name === 'sifaka')
/** The time over the ideal of one worker; with more than 2,000 prompts, it stays what it is with 2,000. */
const overIdeal = (prompts: number): number =>
  ours
    ? meanSchedule({ ...referenceWorkload(Math.min(2000, prompts)), slots: CALLS_IN_FLIGHT }, ours, 1)
        .overIdeal
    : 1

const formatTime = (seconds: number): string =>
  seconds < 120
    ? `${seconds.toFixed(0)} s`
    : seconds < 7200
      ? `${(seconds / 60).toFixed(0)} min`
      : seconds < 172_800
        ? `${(seconds / 3600).toFixed(0)} h`
        : `${(seconds / 86_400).toFixed(0)} days`

const formatSize = (kilobytes: number): string =>
  kilobytes < 1e6 ? `${(kilobytes / 1e3).toFixed(0)} MB` : `${(kilobytes / 1e6).toFixed(0)} GB`

const lines = [
  '| prompts | workers | time | bound by | next, at | results | thoughts |',
  '| ---: | ---: | ---: | --- | --- | ---: | ---: |',
]
for (const [prompts, workers] of [
  [1e3, 1],
  [1e4, 1],
  [1e5, 1],
  [1e5, 8],
  [1e6, 8],
  [1e6, 100],
  [1e8, 100],
  [1e8, 1000],
] as const) {
  const [first, second] = ratesOf(workers).toSorted(
    (one, other) => one.promptsPerSecond - other.promptsPerSecond,
  )
  if (!first || !second) continue
  const factor = first.name === 'call slots' ? overIdeal(prompts / workers) : 1
  const seconds = Math.max(CHAIN_SECONDS, (prompts / first.promptsPerSecond) * factor)
  const size = (kilobytes: number) => formatSize(kilobytes * prompts)
  const next = `${second.name}, ${(second.promptsPerSecond / first.promptsPerSecond).toFixed(1)}x`
  lines.push(
    `| ${prompts.toLocaleString('en')} | ${workers} | ${formatTime(seconds)} | ${first.name} | ${next} | ${size(RESULT_KB)} | ${size(THOUGHT_KB)} |`,
  )
}
process.stdout.write(`${lines.join('\n')}\n`)

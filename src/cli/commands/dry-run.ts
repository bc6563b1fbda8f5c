/** What a batch would take: everything is checked and made as for a run, and nothing is sent. */
import { idIndex } from '../../batch/resume/id-index.ts'
import { estimatePrompt } from '../../estimate/prompt.ts'
import { estimator, type Repeated } from '../../estimate/run.ts'
import { toMs } from '../../util/duration.ts'
import type { Loaded } from '../../config/load.ts'
import { UsageError } from '../../core/errors.ts'
import type { Estimate } from '../../core/estimate.ts'
import type { Prompt } from '../../core/types.ts'
import { estimateFormatFor } from '../../report/estimate/index.ts'
import { text } from '../../report/estimate/text.ts'
import { paperCrew } from '../../estimate/prompt-facts.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { BatchFlags } from '../options/flags.ts'
import { fileOutput, standardOutput } from '../output/output.ts'
import type { Shell } from '../shell.ts'

/** Prints the estimate on standard output, and writes it where `--report` says; no results are touched. */
export async function dryRunCommand(
  prompts: AsyncIterable<Prompt>,
  loaded: Loaded & { readonly env: Shell['env'] },
  flags: Pick<BatchFlags, 'report' | 'force' | 'quiet'>,
  shell: Shell,
): Promise<ExitCode> {
  const { report, force = false, quiet = false } = flags
  const render = report === undefined ? undefined : estimateFormatFor(report)
  if (report !== undefined && !render) {
    throw new UsageError(`--report: cannot write ${report}`, 'name a file that ends in .json or .md')
  }
  const { estimate, missingKeys } = await estimateOf(prompts, loaded, shell.signal)
  const stdout = standardOutput(shell.stdout)
  await stdout.write(text(estimate))
  await stdout.close()
  if (!quiet)
    for (const name of missingKeys) shell.say(`sifaka: ${name} is not set; the run itself will need it`)
  if (report !== undefined && render) {
    const file = await fileOutput(report, force)
    await file.write(render(estimate))
    await file.close()
  }
  return EXIT.accepted
}

export async function estimateOf(
  prompts: AsyncIterable<Prompt>,
  { settings, env }: Pick<Loaded, 'settings'> & { readonly env: Shell['env'] },
  signal: AbortSignal,
): Promise<{ estimate: Estimate; missingKeys: readonly string[] }> {
  const crew = await paperCrew(settings, env)
  const { concurrency, maxCalls, connections, deadline, maxCost, maxTotalTokens } = settings
  const run = estimator({
    costOf: crew.costOf,
    concurrency: concurrency === 'auto' ? Infinity : concurrency,
    mostCalls: maxCalls ?? connections,
    rpm: settings.rpm,
    tpm: settings.tpm,
    cache: settings.cache,
    limits: { maxCost, maxTotalTokens, deadline: deadline === undefined ? undefined : toMs(deadline) },
  })
  const repeats = repetition()
  try {
    for await (const prompt of prompts) {
      signal.throwIfAborted()
      run.add(estimatePrompt(await crew.factsOf(prompt), settings), repeats(prompt))
    }
  } finally {
    await crew.close()
  }
  const estimate = run.total()
  if (estimate.prompts === 0) {
    throw new UsageError('standard input: no prompts in it', 'pipe in one per line, or see --input-format')
  }
  return { estimate, missingKeys: crew.missingKeys() }
}

/** Whether a prompt was there before; of one draft critics may be asked the same for other validators, too. */
function repetition(): (prompt: Prompt) => Repeated {
  const known = idIndex()
  const seen = (...parts: readonly unknown[]) => known.add(JSON.stringify(parts), 0) !== undefined
  return ({ text, system, model, draft, validators }) => {
    const some = draft !== undefined && seen(text, system, draft)
    return seen(text, system, draft, model, validators) ? 'all' : some ? 'some' : 'none'
  }
}

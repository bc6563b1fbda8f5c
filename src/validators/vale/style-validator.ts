/** Checks texts by the rules of Vale styles, without the program vale. */
import type { ValidatorNeeds } from '../../core/definitions.ts'
import { ConfigError } from '../../core/errors.ts'
import type { Validator } from '../../core/ports.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { FileReads } from '../../util/files/file-reads.ts'
import { didYouMean } from '../../util/lookup.ts'
import { markdownParser } from '../format/markdown-parser.ts'
import { position } from '../shared/position.ts'
import { createTextValidator, faultCheck, type Fault } from '../shared/text-validator.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'
import { createRule, type StyleRule } from './create-rule.ts'
import { formatMessage } from './message.ts'
import type { Hit, Level } from './rule.ts'
import { isSevere, withFailLevel } from './severity.ts'
import { readStyle, readVocabulary, vocabularyRules, type RuleFile } from './style-folder.ts'
import { blocksOf, type StyledBlock } from './text/blocks.ts'
import { sourcePlace } from './text/visible-text.ts'

export interface StyleOptions {
  readonly style: readonly string[]
  readonly vocab?: string | undefined
  readonly minLevel: Level
  readonly failLevel: Level
  /** The names of rules that do not apply. */
  readonly ignore: readonly string[]
}

export async function createStyleValidator(
  options: StyleOptions,
  { warn, files = new FileReads() }: ValidatorNeeds,
): Promise<Validator> {
  const { failLevel } = options
  const rules = await rulesOf(options, files, warn)
  const styles = [...new Set(rules.map(({ name }) => name.split('.', 1)[0]))].join(', ')
  const bound = `the rules of ${styles}`
  const parser = await markdownParser()
  const validator = createTextValidator({
    name: 'vale',
    tier: 'local',
    requirement: `follows ${bound}`,
    bound,
    duty: '',
    check(text) {
      const { blocks, counts } = blocksOf(parser, text)
      const faults: Fault[] = []
      const check = () => {
        for (const rule of rules) faults.push(...faultsOf(rule, blocks, { blocks, counts }, text, failLevel))
      }
      runWithinTimeLimit(bound, check, { limitMs: MAX_CHECK_MS })
      faults.sort((one, other) => one.at - other.at)
      const describe = ({ message, at }: Fault) => `${message.replace(/\.$/, '')} at ${position(text, at)}`
      return { ...faultCheck(faults, bound, describe), faults }
    },
  })
  return withFailLevel(validator)
}

const MAX_CHECK_MS = 5000

async function rulesOf(
  options: StyleOptions,
  reads: FileReads,
  warn: ValidatorNeeds['warn'],
): Promise<StyleRule[]> {
  const { style, vocab, minLevel, ignore } = options
  const vocabulary =
    vocab === undefined ? { accepted: [], rejected: [] } : readVocabulary(vocab, style, reads)
  const files = [
    ...(await Promise.all(style.map((each) => readStyle(each, reads)))).flat(),
    ...vocabularyRules(vocabulary),
  ]
  refuseUnknown(ignore, files)
  const problems = new DefaultMap<string, string[]>(() => [])
  const created = files
    .filter(({ name }) => !ignore.includes(name))
    .map((file) =>
      createRule(file, {
        vocabulary,
        minLevel,
        files: reads,
        report: (problem) => problems.get(problem).push(file.name),
      }),
    )
  const rules = (await Promise.all(created)).filter((rule) => rule !== undefined)
  for (const [problem, names] of problems)
    warnOnce(`vale: ${[...new Set(names)].join(', ')} ${problem}`, warn)
  if (rules.length === 0)
    throw new ConfigError('vale: no rule applies', 'lower minLevel, or ignore fewer rules')
  return rules
}

function refuseUnknown(ignore: readonly string[], files: readonly RuleFile[]): void {
  const names = files.map(({ name }) => name)
  const unknown = ignore.find((name) => !names.includes(name))
  if (unknown === undefined) return
  throw new ConfigError(`vale: ignore: no rule is called ${unknown}`, didYouMean(unknown, names))
}

const warned = new WeakMap<object, Set<string>>()

/** Each row of an input may create the validator again. */
function warnOnce(line: string, warn: ValidatorNeeds['warn']): void {
  if (!warn) return
  const lines = warned.get(warn) ?? new Set()
  warned.set(warn, lines)
  if (!lines.has(line)) warn(line)
  lines.add(line)
}

function* faultsOf(
  rule: StyleRule,
  blocks: readonly StyledBlock[],
  styled: Parameters<ReturnType<StyleRule['start']>>[1],
  source: string,
  failLevel: Level,
): Generator<Fault> {
  const check = rule.start()
  const places = new Set<string>()
  for (const block of blocks) {
    if (!rule.appliesTo(block)) continue
    for (const hit of check(block, styled)) {
      const isWhole = hit.at === hit.end && block.scope.has('summary')
      const { at, end } = isWhole ? { at: 0, end: 0 } : sourcePlace(block, hit.at, hit.end)
      // A sentence is a part of another block, to which the rule may apply as well.
      const place = `${at}-${end}`
      if (places.has(place)) continue
      if (rule.limit > 0 && places.size >= rule.limit) return
      places.add(place)
      const isWritten = source.slice(at, end) === block.text.slice(hit.at, hit.end)
      yield {
        at,
        ...(end > at && { end }),
        message: messageFor(rule, hit),
        rule: rule.name,
        ...(!isSevere(rule.level, failLevel) && { severity: 'warning' }),
        // A replacement of other text would remove its markup.
        ...(isWritten && { replacement: hit.replacement }),
      }
    }
  }
}

const messageFor = ({ message }: StyleRule, hit: Hit): string =>
  formatMessage(hit.message ?? message, hit.words)

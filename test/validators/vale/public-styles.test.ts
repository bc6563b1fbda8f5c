/**
 * The public styles of Google and Microsoft, which are not part of the project: VALE_STYLES names the folder that holds
 * the folders Google and Microsoft with their rules.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ValidatorNeeds } from '../../../src/core/definitions.ts'
import { vale } from '../../../src/validators/vale/vale.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

const folder = process.env['VALE_STYLES']
const SKIPPED = folder === undefined ? ' (skipped: VALE_STYLES is not set)' : ''

/** For each rule, a text that it finds. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Google: {
    AMPM: 'The shop opens at 9am.',
    Acronyms: 'Read the QZX first.',
    Colons: 'One thing: Paint.',
    Contractions: 'We do not know.',
    DateFormat: 'It ships on 31/12/2027.',
    Ellipses: 'Wait... it loads.',
    EmDash: 'The lamp — a small one — glows.',
    Exclamation: 'It works! Try it.',
    FirstPerson: 'Send it to me today.',
    Gender: 'Ask what he/she needs.',
    GenderBias: 'Call the fireman.',
    HeadingPunctuation: '# Set up the lamp.\n\nText.\n',
    Headings: '# Set Up The Lamp\n\nText.\n',
    Latin: 'Use a tool, e.g. a saw.',
    LyHyphens: 'A newly-painted door.',
    OptionalPlurals: 'Open the file(s).',
    Ordinal: 'The 3rd door.',
    OxfordComma: 'Pack lamps, desks and chairs.',
    Parens: 'Turn it on (and wait).',
    Passive: 'The door was painted.',
    Periods: 'Made in the U.S.A. by hand.',
    Quotes: 'Choose "Save".',
    Ranges: 'It takes from 5-10 minutes.',
    Semicolons: 'It is late; go home.',
    Slang: 'It is fine imo.',
    Spacing: 'It works.Then stop.',
    Spelling: 'Pick a colour.',
    Units: 'It has 64GB.',
    We: 'Then we go.',
    Will: 'It will open.',
    WordList: 'See the text above.',
  },
  Microsoft: {
    AMPM: 'The shop opens at 9am.',
    Accessibility: 'A handicapped person.',
    Acronyms: 'Read the QZX first.',
    Adverbs: 'It closes quickly.',
    Auto: 'It can auto-save.',
    Avoid: 'The backend stops.',
    Contractions: 'They do not know.',
    Dashes: 'The lamp — a small one — glows.',
    DateFormat: 'It ships on 31 December 2027.',
    DateNumbers: 'It ships on July fourth.',
    DateOrder: 'It ships on 12/31/2027.',
    Ellipses: 'Wait... it loads.',
    FirstPerson: 'Send it to me today.',
    Foreign: 'Use a tool, e.g. a saw.',
    Gender: 'Ask what he/she needs.',
    GenderBias: 'Call the fireman.',
    GeneralURL: 'Copy the URL here.',
    HeadingAcronyms: '# Set up the TV\n\nText.\n',
    HeadingColons: '# Lamps: some facts\n\nText.\n',
    HeadingPunctuation: '# Set up the lamp.\n\nText.\n',
    Headings: '# Set Up The Lamp\n\nText.\n',
    Hyphens: 'A newly-painted door.',
    Negative: 'It is -5 degrees.',
    Ordinal: 'Then, secondly, stop.',
    OxfordComma: 'Pack lamps, desks and chairs.',
    Passive: 'The door was painted.',
    Percentages: 'Ten percent is enough.',
    Plurals: 'Open the file(s).',
    Quotes: 'Choose "Save".',
    RangeTime: 'It opens 9 AM-5 PM daily.',
    Semicolon: 'It is late; go home.',
    SentenceLength: `It has ${'one more lamp and '.repeat(9)}a door.`,
    Spacing: 'It works.Then stop.',
    Suspended: 'Both left- and right-aligned.',
    Terms: 'Use a smart phone.',
    URLFormat: 'Copy the URL for the page.',
    Units: 'It is five miles away.',
    Vocab: 'See the text above.',
    We: 'Then we go.',
    Wordiness: 'Utilize the lamp.',
  },
}

describe.skipIf(folder === undefined)(`the public style${SKIPPED}`, () => {
  const styles = Object.keys(TEXTS).map((name) => [name, join(folder ?? '', name)] as const)

  it.each(styles)('%s loads whole', async (_, style) => {
    const warnings: string[] = []
    const needs = { warn: (line: string) => void warnings.push(line) } as unknown as ValidatorNeeds
    await vale.create(vale.options.parse({ style }), needs)
    expect(warnings).toEqual([])
  })

  it.each(styles)('%s finds a text by each of its rules', async (name, style) => {
    const rules = readdirSync(style).flatMap((file) => (file.endsWith('.yml') ? [file.slice(0, -4)] : []))
    const validator = await vale.create(vale.options.parse({ style }), {} as unknown as ValidatorNeeds)
    const silent: string[] = []
    for (const rule of rules) {
      const text = TEXTS[name]?.[rule] ?? ''
      const { findings = [] } = await validator.validate({ prompt: prompt(), text }, testScope())
      if (!findings.some((finding) => finding.rule === `${name}.${rule}`)) silent.push(rule)
    }
    expect(rules.toSorted()).toEqual(Object.keys(TEXTS[name] ?? {}).toSorted())
    expect(silent).toEqual([])
  })
})

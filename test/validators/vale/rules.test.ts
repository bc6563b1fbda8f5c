import { describe, expect, it } from 'vitest'
import { findings } from './findings.ts'

const SENTENCE_CASE = `extends: capitalization
message: "'%s' is not '%s'."
scope: heading
match: $sentence
indicators: [':']
exceptions: [macOS, Cloud Run, API]`

describe('a rule finds', () => {
  it.each<[kind: string, rule: string, text: string, found: string[]]>([
    [
      'existence: a word',
      'extends: existence\ntokens: [very]',
      'A very fast, every day.',
      ["1:3-7 No 'very'."],
    ],
    [
      'a word in any case',
      'extends: existence\nignorecase: true\ntokens: [very]',
      'Very.',
      ["1:1-5 No 'Very'."],
    ],
    ['no word in another case', 'extends: existence\ntokens: [very]', 'Very.', []],
    ['a part of a word', "extends: existence\nnonword: true\ntokens: ['ery']", 'very', ["1:2-5 No 'ery'."]],
    ['raw text', "extends: existence\nraw: ['a', 'b+']\n", 'xabbx', ["1:2-5 No 'abb'."]],
    [
      'raw text after the words',
      "extends: existence\nappend: true\nraw: [' b']\ntokens: [a]",
      'a b',
      ["1:1-4 No 'a b'."],
    ],
    [
      'no exception',
      'extends: existence\ntokens: ["[A-Z]{2,}"]\nexceptions: [API]',
      'An API and TLA.',
      ["1:12-15 No 'TLA'."],
    ],
    [
      'a word that YAML reads as a value',
      'extends: existence\ntokens: [yes, 404]',
      'yes 404',
      ["1:1-4 No 'yes'.", "1:5-8 No '404'."],
    ],
    [
      'existence: what an action edits',
      "extends: existence\nnonword: true\naction: {name: edit, params: [trim, ' ']}\ntokens: ['\\s—\\s']",
      'one — two',
      ["1:4-7 No ' — '. -> —"],
    ],
    [
      'existence: one replacement',
      'extends: existence\naction: {name: replace, params: [use]}\ntokens: [utilize]',
      'We utilize it.',
      ["1:4-11 No 'utilize'. -> use"],
    ],
    [
      'no replacement if text is removed',
      'extends: existence\naction: {name: remove}\ntokens: [very]',
      'very good',
      ["1:1-5 No 'very'."],
    ],
    ['at most the limit', 'extends: existence\nlimit: 1\ntokens: [a]', 'a a a', ["1:1-2 No 'a'."]],
    [
      'substitution',
      "extends: substitution\nmessage: \"Use '%s', not '%s'.\"\nswap: {utilize: use}",
      'We utilize.',
      ["1:4-11 Use 'use', not 'utilize'."],
    ],
    [
      'substitution with a replacement in the case of the text',
      "extends: substitution\nignorecase: true\naction: {name: replace}\nmessage: \"Use '%s' instead of '%s'.\"\nswap: {are not: aren't}",
      'Are not you? You are not.',
      [
        "1:1-8 Use 'Aren't' instead of 'Are not'. -> Aren't",
        "1:18-25 Use 'aren't' instead of 'are not'. -> aren't",
      ],
    ],
    [
      'several alternatives without a replacement',
      "extends: substitution\naction: {name: replace}\nmessage: \"Use '%s' instead of '%s'.\"\nswap: {cell phone: phone|mobile phone|handset}",
      'a cell phone',
      ["1:3-13 Use 'phone', 'mobile phone', or 'handset' instead of 'cell phone'."],
    ],
    [
      'the longest term',
      "extends: substitution\nmessage: '%s'\nswap: {data: information, data are: data is}",
      'data are',
      ['1:1-9 data is'],
    ],
    [
      'groups of a term',
      "extends: substitution\nmessage: '%s'\naction: {name: replace}\nswap: {'go in to the (\\w+)': 'go to the $1'}",
      'go in to the house',
      ["1:1-19 'go to the house' -> go to the house"],
    ],
    [
      'no text that is as it should be',
      "extends: substitution\nignorecase: true\nmessage: '%s'\nswap: {mpl: MPL, javascript: JavaScript}",
      'MPL and javascript',
      ['1:9-19 JavaScript'],
    ],
    [
      'occurrence: too many in a sentence',
      'extends: occurrence\nscope: sentence\nmax: 3\ntoken: \\b\\w+\\b\nmessage: "%s words"',
      'One two three. Four five six seven.',
      ['1:16-20 4 words'],
    ],
    [
      'occurrence: no place in code',
      "extends: occurrence\nscope: paragraph\nmax: 1\ntoken: '\\S+'\nmessage: none",
      '`one` `two`',
      [],
    ],
    [
      'occurrence: too few',
      'extends: occurrence\nscope: raw\nmin: 1\ntoken: "# Intro"\nmessage: none',
      '# Outro',
      ['1:1 none'],
    ],
    [
      'repetition',
      "extends: repetition\nalpha: true\nignorecase: true\naction: {name: edit, params: [truncate, ' ']}\ntokens: ['[^\\s]+']",
      'This this is is fine fine. 1 1',
      ["1:1-10 No 'this'. -> This", "1:11-16 No 'is'. -> is"],
    ],
    [
      'repetition beyond max',
      "extends: repetition\nmax: 1\ntokens: ['[^\\s]+']",
      'so so. no no no',
      ["1:11-16 No 'no'."],
    ],
    [
      'consistency: the form that was not used first',
      'extends: consistency\nignorecase: true\neither: {advisor: adviser, color: colour}',
      'An adviser.\n\nAn advisor and an adviser. A color.',
      ["3:4-11 No 'advisor'."],
    ],
    [
      'conditional: what is not defined',
      "extends: conditional\nfirst: '\\b([A-Z]{3,5})\\b'\nsecond: '(?:\\b[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [API]",
      'The World Health Organization (WHO) has an API.\n\nThe WHO and the NFL.',
      ["3:17-20 No 'NFL'."],
    ],
    [
      'capitalization of sentences',
      SENTENCE_CASE,
      '# Set Up The Printer\n\n## Deploy to Cloud Run\n\n## Part 1: Use macOS\n\n## use it\n\nNo Heading Here',
      ["1:3-21 'Set Up The Printer' is not 'Set up the printer'.", "7:4-10 'use it' is not 'Use it'."],
    ],
    [
      'capitalization of titles',
      "extends: capitalization\nscope: heading\nmatch: $title\naction: {name: replace}\nmessage: '%s'",
      '# The lord of the rings\n\n# The Lord of the Rings\n\n# Walk to Mordor',
      ['1:3-24 The lord of the rings -> The Lord of the Rings'],
    ],
    [
      'capitalization: lower',
      'extends: capitalization\nscope: heading\nmatch: $lower\nmessage: "%s"',
      '# A b',
      ['1:3-6 A b'],
    ],
    [
      'capitalization: upper',
      'extends: capitalization\nscope: heading\nmatch: $upper\nmessage: "%s"',
      '# A b',
      ['1:3-6 A b'],
    ],
    [
      'capitalization by an expression',
      'extends: capitalization\nscope: heading\nmatch: "^[A-Z]"\nmessage: "%s"',
      '# a b\n\n# A b',
      ['1:3-6 a b'],
    ],
    [
      'metric',
      'extends: metric\nformula: words / sentences + heading.h2\ncondition: "> 4"\nmessage: "%s is too much"',
      '## One\n\nOne two three four. Five six seven.',
      ['1:1 4.50 is too much'],
    ],
    [
      'spelling',
      'extends: spelling\nmessage: "Is \'%s\' right?"',
      'A beautful day in HTML, PascalCase, `spellng` and Łódź2.',
      ["1:3-11 Is 'beautful' right? -> beautiful"],
    ],
    [
      'sequence',
      'extends: sequence\nignorecase: true\nmessage: "%[1]s before %[2]s"\ntokens: [{pattern: "^is$"}, {pattern: "^are$", skip: 1}]',
      'It is. They are. It is they are.',
      ['1:21-32 is before they'],
    ],
    [
      'sequence without a word',
      'extends: sequence\nmessage: "%s"\ntokens: [{pattern: "^of$"}, {pattern: "^the$", negate: true}]',
      'of the, of a',
      ['1:9-13 of'],
    ],
  ])('%s', async (_, rule, text, expected) => {
    expect(await findings(rule, text)).toEqual(expected)
  })
})

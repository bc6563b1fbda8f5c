import MarkdownIt from 'markdown-it'
import { expect, it } from 'vitest'
import type { ErrorCode } from '../../../src/core/error-codes.ts'
import type { ResultRecord } from '../../../src/core/record.ts'
import { mdResults } from '../../../src/report/results/md.ts'
import { showInvisible } from '../../../src/util/terminal.ts'
import { critique, validation } from '../../helpers/scripted.ts'
import { record, report } from '../examples.ts'

const render = (records: readonly ResultRecord[]): string =>
  `${mdResults.begin()}${records.map((each, position) => mdResults.record(each, position)).join('')}${mdResults.end()}`

/** A record with the untrusted text in every field that models and users fill. */
const filled = (untrusted: string): ResultRecord =>
  record({
    prompt: untrusted || 'x',
    text: untrusted || 'x',
    model: untrusted,
    validations: [validation({ validator: untrusted, message: untrusted })],
    critiques: [critique({ critic: untrusted, feedback: untrusted, suggestions: [untrusted, untrusted] })],
    failures: [{ role: 'critic', name: untrusted, message: untrusted }],
    // Records are read back from files, which may contain any code.
    error: { code: untrusted as ErrorCode, message: untrusted },
  })

it('is a document for people', () => {
  expect(
    render([
      record(),
      record({
        index: 1,
        text: '',
        validations: [],
        critiques: [],
        failures: [],
        bestIteration: null,
        outcome: 'failed',
        stopReason: 'error',
        error: { code: 'auth', message: 'the key is wrong' },
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "# Results

    ## 1. not accepted: Write about solar power.

    Stop reason max-iterations, 3 iterations, best iteration 2, model openai:gpt-4o-mini, time 8.2 s, 3,200 tokens, cost unknown

    Prompt:

    \`\`\`
    Write about solar power.
    \`\`\`

    Text:

    \`\`\`
    The sun shines.
    \`\`\`

    Validations:

    - passed **length**: length holds
    - failed **content**: wind is missing

    Critiques:

    - objects (high), confidence 0.85, **reflexion**: Too short.
      - Add wind.

    Failures:

    - critic **constitutional**: no answer

    ## 2. failed: Write about solar power.

    Stop reason error, 3 iterations, best iteration none, model openai:gpt-4o-mini, time 8.2 s, 3,200 tokens, cost unknown

    Prompt:

    \`\`\`
    Write about solar power.
    \`\`\`

    No text.

    Error auth: the key is wrong
    "
  `)
})

it('ends with the timing report, if there is one', () => {
  expect(mdResults.end(report)).toContain('# Timing of run run-1\n')
  expect(mdResults.end()).toBe('')
})

const attacks = [
  'plain',
  'ends\n',
  '```\nout of the fence\n```',
  '````markdown\n```\n````\n`````',
  '~~~\n# heading\n~~~',
  '# heading\n\n<script>alert(1)</script>\n\n![beacon](https://example.com/x.png)',
  '- item\n\n1. one\n\n> quote\n\n---\n\n| a | b |\n|---|---|\n| c | d |',
  '\n\n    code\n\n[link](javascript:alert) **bold** `code` &lt; <https://example.com>',
  '***',
  '= =',
  '1. first',
  '2) second',
  '+ plus',
  'a\r# b\u2028# c\u0000',
  '`',
  '\\',
  '',
]
/** Markdown tokens that untrusted text must not produce. */
const MARKUP = [
  'heading_open',
  'fence',
  'code_block',
  'code_inline',
  'html_block',
  'html_inline',
  'image',
  'link_open',
  'blockquote_open',
  'ordered_list_open',
  'bullet_list_open',
  'hr',
  'table_open',
  'em_open',
  'strong_open',
  's_open',
]
const markupIn = (markdown: string) =>
  new MarkdownIt({ html: true })
    .parse(markdown, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => MARKUP.includes(type))
const shapeOf = (markdown: string) => markupIn(markdown).map(({ type }) => type)

it.each(attacks.filter((attack) => attack !== ''))('turns no untrusted text into markup: %j', (attack) => {
  expect(shapeOf(render([filled(attack)]))).toEqual(shapeOf(render([filled('plain')])))
})

it.each(attacks)('fences the text, with only invisible characters changed: %j', (text) => {
  const fences = markupIn(render([record({ prompt: 'ask', text })])).filter(({ type }) => type === 'fence')
  const expected = showInvisible(text).replace(/\n?$/, '\n')
  expect(fences.map(({ content }) => content)).toEqual(text === '' ? ['ask\n'] : ['ask\n', expected])
})

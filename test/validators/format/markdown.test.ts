import { describe, expect, it } from 'vitest'
import { markdown } from '../../../src/validators/format/markdown.ts'
import { withTimeLimit } from '../../../src/validators/shared/time-limit.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

/** Switches off the rules of markdownlint, so that a test sees only faults of structure. */
const structure = Object.fromEntries(
  Object.keys(markdown.options.shape)
    .filter((name) => /^MD\d/.test(name) && name !== 'MD001')
    .map((name) => [name, false]),
)

// The time limit of the validator is too short for a machine that is slow or busy.
const LIMIT_MS = 100_000

it.each([
  [''],
  ['Plain text.\r\n\r\nMore [text](https://example.com "title").'],
  ['## Starts at two\n\n### Three\n\n## Two again'],
  ['```js\nconst a = "](" // [x](\n```'],
  ['> ~~~~\n> x\n> ~~~~\n\n- ```\n  y\n  ```'],
  ['    indented ](code'],
  ['| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n'],
  ['Escaped \\[a\\](b) and [brackets] and `[x](`.'],
  ['![alt](image.png) [![](badge.svg)](https://example.com)'],
  ['a\n\n---\n\nb'],
  ['Title\n=====\n\nSub\n---'],
])('%j has no faults', async (text) => {
  expect(await validate(markdown, structure, text)).toMatchObject({
    passed: true,
    score: 1,
    message: 'valid Markdown',
  })
})

it.each([
  ['```js\ncode', 'line 1: code fence is never closed'],
  ['a\r\n\r\n```\r\ncode\r\n``', 'line 3: code fence is never closed'],
  ['text\n```', 'line 2: code fence is never closed'],
  ['````\n```', 'line 1: code fence is never closed'],
  ['> ```\n> code\n\nafter', 'line 1: code fence is never closed'],
  ['# One\n\n### Three', 'line 3: heading of level 3 after level 1 skips a level'],
  ['[text]()', 'line 1: link has no address'],
  ['[](https://example.com)', 'line 1: link has no text'],
  ['![alt]()', 'line 1: image has no address'],
  ['see [text](https://example.com and more', 'line 1: link is broken or never closed'],
  ['see [text](two words)', 'line 1: link is broken or never closed'],
  ['a | b\n--|--|--\n1 | 2', 'line 2: table has no header with as many cells as this row'],
  ['a\n\n| a | b |\n|---|---|\n| 1 |', 'line 5: table row has 1 cell, its header 2'],
  ['| a |\n|---|\n| 1 | 2 |', 'line 3: table row has 2 cells, its header 1'],
  ['[a]() and [b]()', 'line 1: link has no address; line 1: link has no address'],
])('%j has a fault', async (text, measured) => {
  const message = `${measured}, must be valid Markdown`
  expect(await validate(markdown, structure, text)).toMatchObject({ passed: false, measured, message })
})

it.each([
  [{ minHeadings: 2 }, '# A', 0.75, '1 heading, must be at least 2 headings'],
  [
    { minHeadings: 1 },
    '# A',
    1,
    'valid Markdown; 1 heading, as required: valid Markdown with at least 1 heading',
  ],
  [{ maxHeadings: 0 }, '# A', 0.5, '1 heading, must be exactly 0 headings'],
  [{ minBullets: 2, maxBullets: 3 }, '- a\n  - b\n- c\n- d', 0.875, '4 bullets, must be 2 to 3 bullets'],
  [{ minBullets: 1 }, '1. a', 0.5, '0 bullets, must be at least 1 bullet'],
  [{ requireTitle: true }, 'text\n\n# A', 0.5, 'no level-1 heading at the start'],
  [{ requireTitle: true }, '## A', 0.5, 'no level-1 heading at the start'],
  [
    { minBullets: 1 },
    '[a]()',
    0.25,
    'line 1: link has no address, must be valid Markdown; 0 bullets, must be at least 1 bullet',
  ],
])('%j with the text %j: score %d', async (options, text, score, message) => {
  expect(await validate(markdown, { ...structure, ...options }, text)).toMatchObject({
    score,
    passed: score === 1,
    message,
  })
})

it('validates a megabyte', { timeout: LIMIT_MS }, async () => {
  const validator = await validatorOf(markdown, structure)
  const draft = { prompt: prompt(), text: '- [a](b) *c*\n'.repeat(80_000) }
  expect(await withTimeLimit(LIMIT_MS, () => validator.validate(draft, testScope()))).toMatchObject({
    passed: true,
  })
})

it('lists the first five faults and how many more', async () => {
  const { measured, score } = await validate(markdown, structure, '[a]()\n\n'.repeat(7))
  expect(measured).toMatch(/^(line \d+: link has no address; ){5}and 2 more$/)
  expect(score).toBe(1 / 8)
})

it.each([
  [{}, 'valid Markdown'],
  [{ minHeadings: 2 }, 'valid Markdown with at least 2 headings'],
  [
    { requireTitle: true, minHeadings: 2, maxBullets: 9 },
    'valid Markdown with a level-1 heading at the start and at least 2 headings and at most 9 bullets',
  ],
])('%j has the requirement "%s"', async (options, requirement) => {
  expect((await validatorOf(markdown, options)).requirement).toBe(requirement)
})

it.each([
  [{ minHeadings: 3, maxHeadings: 2 }, 'must be at least minHeadings'],
  [{ minBullets: 3, maxBullets: 2 }, 'must be at least minBullets'],
  [{ headings: 2 }, 'Unrecognized key'],
])('rejects the options %j', (options, problem) => {
  expect(() => markdown.options.parse(options)).toThrow(problem)
})

describe('the rules of markdownlint', () => {
  it.each<[string, string, number, number, string?]>([
    ['MD001', '# A\n\n### B\n', 3, 1],
    ['MD003', '# A\n\nB\n---\n', 3, 1],
    ['MD009', 'a \nb\n', 1, 2, ''],
    ['MD010', 'a\tb\n', 1, 2, ' '],
    ['MD011', '(a)[b]\n', 1, 1, '[a](b)'],
    ['MD012', 'a\n\n\nb\n', 3, 1, ''],
    ['MD018', '#A\n', 1, 2, ' '],
    ['MD022', '# A\nb\n', 2, 1],
    ['MD023', ' # A\n', 1, 1, ''],
    ['MD024', '# A\n\n## B\n\n## B\n', 5, 4],
    ['MD025', '# A\n\n# B\n', 3, 1],
    ['MD033', 'a <b>c</b>\n', 1, 3],
    ['MD034', 'see http://a.bc\n', 1, 5, '<http://a.bc>'],
    ['MD037', 'a ** b ** c\n', 1, 5],
    ['MD038', 'a ` b` c\n', 1, 4],
    ['MD039', '[ a ](b)\n', 1, 2],
    ['MD040', '```\na\n```\n', 1, 1],
    ['MD045', '![](a.png)\n', 1, 1],
    ['MD051', '[a](#b)\n', 1, 1],
    ['MD052', '[a][b]\n', 1, 1],
  ])(
    '%s is on, finds %j at its place, and can be switched off',
    async (rule, text, line, column, replacement) => {
      const { findings = [] } = await validate(markdown, {}, text)
      const found = findings.find((each) => each.rule === rule)
      expect(found).toMatchObject({ line, ...(replacement !== undefined && { column, replacement }) })
      expect((await validate(markdown, { [rule]: false }, text)).findings ?? []).not.toContainEqual(
        expect.objectContaining({ rule }),
      )
    },
  )

  it('MD047 is off, since drafts of models have no line end at their end', async () => {
    expect(await validate(markdown, {}, 'a')).toMatchObject({ passed: true })
    expect(await validate(markdown, { MD047: true }, 'a')).toMatchObject({
      findings: [{ rule: 'MD047', line: 1, column: 2, replacement: '\n' }],
    })
  })

  it('correct a text with its own line ends', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { findings = [] } = await validate(markdown, {}, `# A${end}b${end}`)
      expect(findings.map(({ replacement }) => replacement)).toContain(end)
    }
  })

  it('count lines from LF, CRLF and CR alike', async () => {
    const { findings } = await validate(markdown, {}, 'a\r\n\r\nb \r\nc\r\n')
    expect(findings).toMatchObject([{ rule: 'MD009', line: 3, column: 2, endColumn: 3 }])
  })
})

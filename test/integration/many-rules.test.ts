/** A row can come from anyone: neither its number of rules nor what they contain makes sifaka hang or crash. */
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

const content = (index: number) => ({
  name: 'content',
  ...(index % 2 === 0 ? { required: [`word${index}`] } : { forbidden: [`term${index}`] }),
})

const rowsWith = (validators: unknown) =>
  folder.write('rows.jsonl', `{"prompt":"One"}\n${JSON.stringify({ prompt: 'Two', validators })}\n`)

it.each([
  ['10,000 validators', Array.from({ length: 10_000 }, (_, index) => content(index))],
  [
    '10,001 validators within others',
    [{ name: 'any', validators: Array.from({ length: 10_000 }, (_, index) => content(index)) }],
  ],
])('a row with %s is refused by its line, at once', async (_, validators) => {
  for (const [command, flags] of [
    ['batch', ['-m', 'sim:writer', '-o', folder.path('out.jsonl')]],
    ['validate', ['--text-field', 'prompt', '--max-words', '9']],
  ] as const) {
    const { code, stderr, durationMs } = await sifaka([command, rowsWith(validators), ...flags])
    expect([code, stderr]).toEqual([2, expect.stringContaining('rows.jsonl:2: 10,00')])
    expect(stderr).toContain('more than the 200 that a row may have')
    expect(durationMs).toBeLessThan(60_000)
  }
})

it('a row may have more validators if the settings allow it', async () => {
  const validators = Array.from({ length: 300 }, (_, index) => ({
    name: 'content',
    forbidden: [`t${index}`],
  }))
  const args = ['batch', rowsWith(validators), '-m', 'sim:writer', '--no-critics', '-q']
  const { code, stderr } = await sifaka(args, { env: { SIFAKA_MAX_ROW_VALIDATORS: '300' } })
  expect([code, stderr]).toEqual([0, ''])
})

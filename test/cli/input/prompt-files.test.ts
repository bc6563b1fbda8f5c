import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInput, formatOf, readPrompts, type Source } from '../../../src/cli/input/prompts.ts'
import type { Prompt } from '../../../src/core/types.ts'
import { source } from './prompt-source.ts'

let folder = ''
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sifaka-'))))
afterAll(() => rm(folder, { recursive: true }))

describe('a file', () => {
  it('is read once before anything is sent, for its mistakes and its length', async () => {
    const input = join(folder, 'a.jsonl')
    await writeFile(input, `{"prompt":"a"}\n{"prompt":"b"}\n`)
    expect(await checkInput(source('', { input }))).toEqual({ rows: 2, complete: true, chosen: 2 })
    await writeFile(input, `{"prompt":"a"}\n{"prompt":}\n`)
    await expect(checkInput(source('', { input }))).rejects.toThrow(`${input}:2: not JSON`)
  })

  it('must be there, be a file, and hold a prompt', async () => {
    await expect(checkInput(source('', { input: join(folder, 'absent') }))).rejects.toThrow(
      'there is no file',
    )
    await expect(checkInput(source('', { input: folder }))).rejects.toThrow('is a folder')
    const input = join(folder, 'empty.txt')
    await writeFile(input, '\n\n')
    await expect(checkInput(source('', { input, format: 'lines' }))).rejects.toThrow('contains no prompts')
  })

  it('is counted no further than a limit or a range needs, and drawn from by its count', async () => {
    const input = join(folder, 'rows.txt')
    await writeFile(input, 'a\nb\nc\nd\n')
    const rows = (more: Partial<Source>) => source('', { input, format: 'lines', ...more })
    expect(await checkInput(rows({ limit: 2 }))).toEqual({ rows: 2, complete: false, chosen: 2 })
    expect(await checkInput(rows({ range: { from: 3, to: Infinity } }))).toEqual({
      rows: 4,
      complete: true,
      chosen: 2,
    })
    const sampled = rows({ sample: 2, seed: 1 })
    const count = await checkInput(sampled)
    expect(count).toEqual({ rows: 4, complete: true, chosen: 2 })
    const prompts: Prompt[] = []
    for await (const prompt of readPrompts(sampled, count)) prompts.push(prompt)
    expect(prompts).toHaveLength(2)
    await expect(checkInput(rows({ range: { from: 5, to: 9 } }))).rejects.toThrow(
      '--range begins after the end of',
    )
  })

  it('that can be read only once is not counted, and not drawn from', async () => {
    expect(await checkInput(source(''))).toBeUndefined()
    await expect(checkInput(source('', { sample: 1 }))).rejects.toThrow(
      '--sample does not work with standard input or a pipe',
    )
  })

  it.each([
    ['a.yaml', 'yaml'],
    ['a.yml', 'yaml'],
    ['a.txt', 'lines'],
    ['a.jsonl', 'jsonl'],
    ['a.NDJSON', 'jsonl'],
    ['a.csv', 'csv'],
    ['a.tsv', 'tsv'],
    ['-', 'lines'],
  ])('%s is read as %s', (input, format) => expect(formatOf(input)).toBe(format))
})

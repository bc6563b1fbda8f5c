import { describe, expect, it } from 'vitest'
import { checkRoom, chooseTargets } from '../../../src/cli/output/targets.ts'

describe('the files of -o', () => {
  it.each([
    ['-', '-', 'jsonl', true],
    ['/dev/stdout', '-', 'jsonl', true],
    ['/dev/fd/1', '-', 'jsonl', true],
    ['/dev/null', '/dev/null', 'jsonl', true],
    ['out.jsonl', 'out.jsonl', 'jsonl', false],
    ['out.XLSX', 'out.XLSX', 'xlsx', false],
    ['file.txt/out.csv', 'file.txt/out.csv', 'csv', false],
  ])('%s is %s with %s, a stream: %s', async (given, path, format, isStream) => {
    const [target] = await chooseTargets([given], {})
    expect({ ...target, format: target?.format.name }).toEqual({ path, format, isStream })
  })

  it('have room for so many results', async () => {
    const targets = await chooseTargets(['out.csv', 'out.xlsx'], {})
    expect(() => checkRoom(targets, 1_048_575)).not.toThrow()
    expect(() => checkRoom(targets, undefined)).not.toThrow()
    expect(() => checkRoom(targets, 1_048_576)).toThrow(
      '-o: out.xlsx has room for 1,048,575 results, and there are 1,048,576 prompts',
    )
    expect(() => checkRoom(targets.slice(0, 1), 1_048_576)).not.toThrow()
  })
})

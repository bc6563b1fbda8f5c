import { existsSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAppender } from '../../../src/batch/results/append.ts'
import { openResultsFile, type ResultsFileMode } from '../../../src/batch/results/results-file.ts'
import type { ResultRecord } from '../../../src/core/record.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { record } from '../../report/examples.ts'

const folder = temporaryFolder()

const stored = (index: number, text = 'text', id = `p${index}`) => record({ id, index, text })
const line = (result: ResultRecord): string => `${JSON.stringify(result)}\n`

async function opened(name: string, mode: ResultsFileMode = 'resume') {
  const found: ResultRecord[] = []
  const file = await openResultsFile(folder.path(name), mode, (result) => void found.push(result))
  return { ...file, found, write: (result: ResultRecord) => file.append(result, line(result)) }
}

const linesOf = (name: string): string[] => folder.read(name).split('\n').slice(0, -1)

describe('resuming', () => {
  it('finds every record, in the order of the file, and goes on behind them', async () => {
    folder.write('a.jsonl', [0, 2, 1].map((index) => line(stored(index))).join(''))
    const file = await opened('a.jsonl')
    expect(file.found.map(({ index }) => index)).toEqual([0, 2, 1])
    await file.write(stored(3))
    await file.close()
    expect(linesOf('a.jsonl')).toHaveLength(4)
  })

  it('begins a file that is not there', async () => {
    const file = await opened('new.jsonl')
    await file.write(stored(0))
    await file.close()
    expect(linesOf('new.jsonl')).toHaveLength(1)
  })

  it('repairs whatever a crash left of the last record, losing no whole one', async () => {
    const whole = [stored(0), stored(1, 'é😀\u2028'), stored(2)].map(line)
    const bytes = Buffer.from(whole.join(''))
    const ends = whole.map((_, index) => Buffer.byteLength(whole.slice(0, index + 1).join('')))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (cut) => {
        folder.write('torn.jsonl', '')
        const handle = await open(folder.path('torn.jsonl'), 'w')
        await handle.write(bytes.subarray(0, cut))
        await handle.close()
        const file = await opened('torn.jsonl')
        // A record that lacks nothing but its line end is whole.
        const expected = ends.filter((end) => end - 1 <= cut).length
        expect(file.found).toHaveLength(expected)
        await file.write(stored(9))
        await file.close()
        expect(linesOf('torn.jsonl')).toEqual(
          [...whole.slice(0, expected), line(stored(9))].map((each) => each.trimEnd()),
        )
      }),
    )
  })

  it.each([
    ['that was not written to its end', line(stored(0)) + '{"id":"p1","ind', 15],
    ['of which the disk has only zeros', line(stored(0)) + '\0'.repeat(50), 50],
    ['that has an end but no middle', line(stored(0)) + '{"id":"p1","index":\n', 20],
  ])('cuts off a last record %s, and says how much', async (_, content, tornBytes) => {
    folder.write('tail.jsonl', content)
    const file = await opened('tail.jsonl')
    expect({ tornBytes: file.tornBytes, found: file.found.length }).toEqual({ tornBytes, found: 1 })
    await file.close()
    expect(folder.read('tail.jsonl')).toBe(line(stored(0)))
  })

  it.each([
    [
      'a corrupt line in the middle',
      `${line(stored(0))}{"id":"p1"\n${line(stored(2))}`,
      ':2: not a result: ',
    ],
    [
      'a line that lacks fields',
      `{"id":"p1","index":0}\n${line(stored(2))}`,
      ':1: not a result: fields of a result are missing',
    ],
    [
      'a last line that is JSON but no result',
      `${line(stored(0))}{"id":"p1","index":0}\n`,
      ':2: not a result',
    ],
    ['a file of something else', 'my notes, without a line end', ':1: not a result'],
  ])('refuses %s, naming the line, and touches nothing', async (_, content, message) => {
    folder.write('bad.jsonl', content)
    await expect(opened('bad.jsonl')).rejects.toMatchObject({
      code: 'verification',
      message: expect.stringContaining(`bad.jsonl${message}`) as string,
    })
    expect(folder.read('bad.jsonl')).toBe(content)
  })

  it('takes blank lines for nothing', async () => {
    folder.write('blank.jsonl', `\n${line(stored(0))}\n \n${line(stored(1))}\n\n`)
    const file = await opened('blank.jsonl')
    expect({ found: file.found.length, tornBytes: file.tornBytes }).toEqual({ found: 2, tornBytes: 0 })
    await file.close()
  })
})

describe('beginning', () => {
  it('refuses a file that is there', async () => {
    folder.write('there.jsonl', 'kept')
    await expect(opened('there.jsonl', 'create')).rejects.toMatchObject({ code: 'output' })
    expect(folder.read('there.jsonl')).toBe('kept')
  })

  it('anew keeps what is there until the first result comes', async () => {
    folder.write('old.jsonl', 'old and longer than the new\n')
    const unused = await opened('old.jsonl', 'overwrite')
    await unused.close()
    expect(folder.read('old.jsonl')).toContain('old')
    const used = await opened('old.jsonl', 'overwrite')
    await Promise.all([used.write(stored(0)), used.write(stored(1))])
    await used.close()
    expect(linesOf('old.jsonl').map((each) => (JSON.parse(each) as ResultRecord).index)).toEqual([0, 1])
  })

  it('leaves no empty file behind', async () => {
    const file = await opened('empty.jsonl', 'create')
    expect(existsSync(folder.path('empty.jsonl'))).toBe(true)
    await file.close()
    expect(existsSync(folder.path('empty.jsonl'))).toBe(false)
  })
})

describe('tidying', () => {
  it.each<[string, boolean, string[]]>([
    ['sorts by index', true, ['0 new', '1 text', '2 text', '3 text']],
    ['keeps the order', false, ['2 text', '1 text', '3 text', '0 new']],
  ])('leaves of records with one id the latest, and %s', async (_, ordered, expected) => {
    folder.write('many.jsonl', [stored(2), stored(0, 'old'), stored(1)].map(line).join(''))
    const file = await opened('many.jsonl')
    await Promise.all([file.write(stored(3)), file.write(stored(0, 'new'))])
    await file.compact(ordered)
    const seen: string[] = []
    await file.forEach(({ index, text }) => void seen.push(`${index} ${text}`))
    await file.close()
    expect(seen).toEqual(expected)
    expect(linesOf('many.jsonl')).toHaveLength(4)
    expect(existsSync(folder.path('.many.jsonl.sifaka'))).toBe(false)
  })

  it('does not write a file anew that is tidy', async () => {
    folder.write('tidy.jsonl', [stored(0), stored(1)].map(line).join(''))
    const file = await opened('tidy.jsonl')
    await file.write(stored(2))
    const before = statSync(folder.path('tidy.jsonl')).ino
    await file.compact(true)
    await file.close()
    expect(statSync(folder.path('tidy.jsonl')).ino).toBe(before)
  })
})

describe('appending', () => {
  /** A file whose disk does as it is told. */
  function disk({ room = Infinity, takes = Infinity } = {}) {
    const state = { written: [] as string[], syncs: 0, length: 0, truncated: [] as number[] }
    const file = {
      async write(bytes: Buffer, offset: number, length: number, position: number) {
        const bytesWritten = Math.min(length, takes, room - position)
        if (bytesWritten <= 0) throw Object.assign(new Error('ENOSPC: full'), { code: 'ENOSPC' })
        state.written.push(bytes.toString('utf8', offset, offset + bytesWritten))
        return { bytesWritten, buffer: bytes }
      },
      async datasync() {
        state.syncs++
      },
      async truncate(length: number) {
        state.truncated.push(length)
      },
    }
    return { state, file: file as unknown as FileHandle }
  }

  it('writes together what comes while the disk is busy, in order, each done only once it is synced', async () => {
    const { file, state } = disk()
    const lines = createAppender(file, 'x', 0)
    const doneAfter: number[] = []
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        lines.append(`${index}\n`).then(() => void doneAfter.push(state.syncs)),
      ),
    )
    expect(state.written.join('')).toBe(Array.from({ length: 1000 }, (_, index) => `${index}\n`).join(''))
    expect(state.syncs).toBeLessThanOrEqual(2)
    expect(Math.min(...doneAfter)).toBeGreaterThanOrEqual(1)
  })

  it('writes on where the disk took only a part', async () => {
    const { file, state } = disk({ takes: 3 })
    await createAppender(file, 'x', 0).append('0123456789')
    expect(state.written).toEqual(['012', '345', '678', '9'])
  })

  it('keeps of what it writes together all that the disk took whole', async () => {
    const { file, state } = disk({ room: 8 })
    const lines = createAppender(file, 'x', 0)
    const all = await Promise.allSettled(['12\n', '45\n', '78\n', '0\n'].map((each) => lines.append(each)))
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect({ truncated: state.truncated, length: lines.length }).toEqual({ truncated: [6], length: 6 })
  })

  it('takes back half a line when the disk is full, and then writes no more', async () => {
    const { file, state } = disk({ room: 8 })
    const lines = createAppender(file, 'out.jsonl', 0)
    await lines.append('12345\n')
    await expect(lines.append('67890\n')).rejects.toMatchObject({
      code: 'output',
      message: 'cannot write out.jsonl: no space left',
    })
    expect({ truncated: state.truncated, length: lines.length }).toEqual({ truncated: [6], length: 6 })
    await expect(lines.append('1')).rejects.toThrow('no space left')
  })
})

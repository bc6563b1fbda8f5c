import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteLines, LineTooLong, wholeLines } from '../../../src/batch/results/whole-lines.ts'
import { chunksOf, cutAt } from '../../helpers/chunks.ts'
import { cpuMsOf } from '../../helpers/linear-time.ts'

async function linesOf(chunks: AsyncIterable<Buffer>, longestBytes = 1000): Promise<[number, string][]> {
  const lines: [number, string][] = []
  for await (const block of wholeLines(chunks, longestBytes)) {
    for (const { line, bytes } of byteLines(block)) lines.push([line, bytes.toString('latin1')])
  }
  return lines
}

const content = fc.string({ unit: fc.constantFrom('a', 'bc', '\n', '\r', '\n\n') })

it('gives the lines that the text has, numbered, however the bytes are cut', async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(content, cuts, async (text, places) => {
      const expected = text.split('\n').map((line, index): [number, string] => [index + 1, line])
      if (expected.at(-1)?.[1] === '') expected.pop()
      expect(await linesOf(cutAt(Buffer.from(text), places))).toEqual(expected)
    }),
  )
})

it('says which line is too long, however the bytes are cut, and takes one of just the length', async () => {
  const bytes = Buffer.from('a\n12345\n123456\nb')
  for (const size of [1, 2, 3, 7, 100]) {
    const error = await linesOf(chunksOf(bytes, size), 5).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LineTooLong)
    expect(error).toMatchObject({ line: 3 })
    expect(await linesOf(chunksOf(bytes, size), 6)).toHaveLength(4)
  }
})

it('stops reading at once when a line is too long', async () => {
  let read = 0
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield (read++, Buffer.alloc(100, 'x'))
  }
  await expect(linesOf(endless(), 1000)).rejects.toThrow('line 1 is too long')
  expect(read).toBe(11)
})

it('copies each byte of a long line once', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  async function* long(): AsyncGenerator<Buffer> {
    for (let count = 0; count < 1600; count++) yield chunk
    yield Buffer.from('\n')
  }
  const cpuMs = await cpuMsOf(async () => {
    const lines = await linesOf(long(), 200 * 1024 * 1024)
    expect(lines[0]?.[1].length).toBe(1600 * chunk.length)
  })
  // Copying the rest anew with every chunk would move 84 GB.
  expect(cpuMs).toBeLessThan(5000)
})

import { describe, expect, it } from 'vitest'
import { readEvents } from '../../../src/providers/api/sse.ts'

/** In chunks of `size` bytes. */
async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const read = async (text: string, size = 4096): Promise<unknown[]> => {
  const values: unknown[] = []
  for await (const value of readEvents({ headers: {}, body: chunks(text, size) })) values.push(value)
  return values
}

describe('a stream of events', () => {
  const text =
    'data: {"a":"é🦊"}\n\nevent: delta\r\ndata: {"b":\r\ndata: 2}\r\n\r\n: a comment\n\ndata: [1]\n\n'

  it.each([1, 2, 3, 7, 4096])('is the same in chunks of %i bytes', async (size) => {
    expect(await read(text, size)).toEqual([{ a: 'é🦊' }, { b: 2 }, [1]])
  })

  it.each([
    ['the end mark', 'data: [DONE]\n\n'],
    ['a ping', 'event: ping\ndata: {"type":"ping"}\n\n'],
    ['an event without data', 'data:\n\n'],
    ['a comment', ': OPENROUTER PROCESSING\n\n'],
    ['a byte order mark', '\ufeff'],
    ['an incomplete event', 'data: {"a"'],
  ])('has no value for %s', async (_, more) => {
    expect(await read(`data: 1\n\n${more}`)).toEqual([1])
    expect(await read(`${more}\n\ndata: 1\n\n`).catch(() => 'broken')).toEqual(
      more.startsWith('data: {') ? 'broken' : [1],
    )
  })

  it.each<[string, string, unknown]>([
    ['in a value', 'data: {"error":{"message":"No."}}\n\n', { error: { message: 'No.' } }],
    ['by the event type', 'event: error\ndata: {"message":"No."}\n\n', { message: 'No.' }],
    ['as plain text', 'event: error\ndata: No.\n\n', 'No.'],
  ])('throws an error that is reported %s', async (_, event, error) => {
    await expect(read(event)).rejects.toMatchObject({ error, headers: {} })
  })

  it.each(['{"error":null}', 'null', '"error"'])('reads %s as a value', async (value) => {
    expect(await read(`data: ${value}\n\n`)).toEqual([JSON.parse(value)])
  })

  it('without a body is empty', async () => {
    const values: unknown[] = []
    for await (const value of readEvents({ headers: {}, body: null })) values.push(value)
    expect(values).toEqual([])
  })

  it('closes its source when the loop is left', async () => {
    let left = false
    const body = (async function* () {
      try {
        for (;;) yield Buffer.from('data: 1\n\n')
      } finally {
        left = true
      }
    })()
    for await (const _ of readEvents({ headers: {}, body })) break
    expect(left).toBe(true)
  })
})

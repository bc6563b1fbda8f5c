import { describe, expect, it } from 'vitest'
import { DONE, readParts } from '../../../src/providers/api/read-parts.ts'

const getHeader = () => undefined

/** In chunks of `size` bytes. */
async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const read = async (text: string, size = 4096): Promise<unknown[]> => {
  const values: unknown[] = []
  for await (const value of readParts({ getHeader, body: chunks(text, size) })) values.push(value)
  return values
}

describe('a stream of events', () => {
  const text =
    'data: {"a":"é🦊"}\n\nevent: delta\r\ndata: {"b":\r\ndata: 2}\r\n\r\n: a comment\n\ndata: [1]\n\n'

  it.each([1, 2, 3, 7, 4096])('is the same in chunks of %i bytes', async (size) => {
    expect(await read(text, size)).toEqual([{ a: 'é🦊' }, { b: 2 }, [1]])
  })

  it.each([
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
    await expect(read(event)).rejects.toMatchObject({ name: 'ReportedError', body: error })
  })

  it.each(['{"error":null}', 'null', '"error"'])('reads %s as a value', async (value) => {
    expect(await read(`data: ${value}\n\n`)).toEqual([JSON.parse(value)])
  })

  it('ends with a mark if the server says that it is complete', async () => {
    expect(await read('data: 1\n\ndata: [DONE]\n\n')).toEqual([1, DONE])
  })

  it.each([
    ['without a blank line', 'data: 1\n\ndata: {"b":2}\n'],
    ['without a line end', 'data: 1\n\ndata: {"b":2}'],
    ['with the end mark but no line end', 'data: 1\n\ndata: {"b":2}\n\ndata: [DONE]'],
  ])('may end %s', async (_, text) => {
    for (const size of [1, 4096]) expect((await read(text, size)).slice(0, 2)).toEqual([1, { b: 2 }])
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
    for await (const _ of readParts({ getHeader, body })) break
    expect(left).toBe(true)
  })
})

describe('a body without events', () => {
  it.each([1, 4096])('is one JSON document, in chunks of %i bytes', async (size) => {
    expect(await read(' \n{"a": {"b": "data: [DONE]"}}\n', size)).toEqual([
      { a: { b: 'data: [DONE]' } },
      DONE,
    ])
    expect(await read('\ufeff[1, 2]', size)).toEqual([[1, 2], DONE])
  })

  it.each([
    ['HTML', '<html><title>Welcome</title></html>', 'Welcome'],
    ['plain text', 'Bad gateway', 'Bad gateway'],
    ['nothing', '', 'instead of JSON'],
    ['blanks', ' \n', 'instead of JSON'],
  ])('is a violation of the API if it is %s', async (_, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining(message) as string,
    })
  })
})

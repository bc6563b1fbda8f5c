import { describe, expect, it } from 'vitest'
import { createNotice } from '../../src/observe/notices/notice.ts'
import { postNotice } from '../../src/observe/notices/post.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'

const HANGS = 0
const BREAKS = -1

/** Answers with these in turn. */
function server(answers: readonly number[]) {
  const bodies: string[] = []
  const fetch = (_: string, { body, signal }: RequestInit) => {
    const status = answers[bodies.push(body as string) - 1] ?? 200
    if (status === BREAKS) return Promise.reject(new Error('connection refused'))
    if (status !== HANGS) return Promise.resolve({ status })
    return new Promise<never>((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error)),
    )
  }
  return { bodies, fetch }
}

describe('a notice', () => {
  it.each<[string, number[], string | undefined, number, number]>([
    ['is delivered at once', [200], undefined, 1, 0],
    ['is delivered by any success', [204], undefined, 1, 0],
    ['is posted again after an error of the server', [500, 429, 200], undefined, 3, 1500],
    ['is posted again after a failed connection', [BREAKS, 200], undefined, 2, 500],
    ['is given up after three attempts', [503, 503, 503, 200], 'status 503', 3, 1500],
    ['is given up if it is refused', [404, 200], 'status 404', 1, 0],
    ['does not follow redirects', [302], 'status 302', 1, 0],
    ['is given up after eight seconds', [HANGS], 'no answer within 8 s', 1, 8000],
    ['has eight seconds for all attempts', [500, HANGS], 'no answer within 8 s', 2, 8000],
  ])('%s', async (_, answers, reason, attempts, ms) => {
    const clock = virtualClock()
    const { bodies, fetch } = server(answers)
    expect(await postNotice('http://sink', '{"text":"done"}', { clock, fetch })).toBe(reason)
    expect(bodies).toEqual(Array.from({ length: attempts }, () => '{"text":"done"}'))
    expect(clock.now()).toBe(ms)
  })

  it('says how a batch ended that never began', () => {
    expect(createNotice({ status: 'failed', exitCode: 2, error: 'config' }, undefined)).toEqual({
      text: 'sifaka batch failed (config), exit code 2',
      status: 'failed',
      exitCode: 2,
      error: 'config',
    })
  })
})

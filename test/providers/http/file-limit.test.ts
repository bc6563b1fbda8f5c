import { describe, expect, it } from 'vitest'
import { clampToFileLimit, softFileLimit } from '../../../src/providers/http/file-limit.ts'
import { loopback, sendJson } from '../loopback.ts'
import { inOwnProcess } from './own-process.ts'

describe('the limit on open files', () => {
  it.each([
    [100, 1024, 100],
    [100, Infinity, 100],
    [192, 256, 192],
    [193, 256, 192],
    [1000, 256, 192],
    [1000, 64, 1],
    [1, 10, 1],
    [Infinity, 256, 192],
    [Infinity, Infinity, Infinity],
  ])('turns %d connections, with at most %d files, into %d', (wanted, softLimit, connections) => {
    const clamped = clampToFileLimit(wanted, softLimit)
    expect(clamped.connections).toBe(connections)
    expect(clamped.warning !== undefined).toBe(connections !== wanted)
  })

  it('is reported to the user with a remedy', () => {
    expect(clampToFileLimit(1000, 256).warning).toBe(
      'the system lets this process open 256 files, so 192 connections are used instead of 1000; raise the limit with ulimit -n',
    )
  })

  it('is known for this process', () => {
    expect(softFileLimit()).toBeGreaterThan(0)
  })

  it('of 256 is never exceeded by 1000 concurrent calls to two hosts', { timeout: 20_000 }, async () => {
    const server = await loopback()
    server.reply = (response) => sendJson(response, { ok: true })
    const other = await loopback()
    other.reply = server.reply
    const ran = await inOwnProcess(
      `
      const warnings = []
      const pool = createHttpPool({ env: {}, connections: 1000, warn: (line) => warnings.push(line) })
      const fetch = await pool.fetch()
      const origins = ${JSON.stringify([server.origin, other.origin])}
      const call = async (_, index) => (await fetch(origins[index % 2], { method: 'POST', body: '{}' })).json()
      const calls = await Promise.allSettled(Array.from({ length: 1000 }, call))
      const errors = calls.flatMap(({ reason }) => (reason ? [String(reason.cause)] : []))
      console.log(JSON.stringify({ errors, warnings, opened: pool.opened() }))
      await pool.close()
      `,
      { fileLimit: 256 },
    )
    expect(ran).toMatchObject({
      errors: [],
      warnings: [expect.stringMatching(/256 files, so 192 connections/)],
    })
    expect(server.received.length + other.received.length).toBe(1000)
    await server.close()
    await other.close()
  })
})

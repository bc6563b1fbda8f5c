import { expect, it } from 'vitest'
import { unlessAborted } from '../../src/util/unless-aborted.ts'

it('rejects at once with the reason of an abort, before or after it, and handles the failure of the work', async () => {
  const controller = new AbortController()
  let fail: (error: Error) => void = () => undefined
  const work = new Promise<never>((_resolve, reject) => (fail = reject))
  const early = unlessAborted(work, controller.signal)
  controller.abort('stopped')
  await expect(early).rejects.toBe('stopped')
  // A failure that nothing handles would fail this test.
  await expect(unlessAborted(Promise.reject(new Error('late')), controller.signal)).rejects.toBe('stopped')
  fail(new Error('late'))
})

it('settles as the work does if nothing aborts', async () => {
  const { signal } = new AbortController()
  expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1)
  await expect(unlessAborted(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
})

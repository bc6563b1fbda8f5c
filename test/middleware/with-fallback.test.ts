import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { ProviderErrorKind } from '../../src/core/error-codes.ts'
import { withFallback } from '../../src/middleware/with-fallback.ts'
import { scriptedModel } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const request = { messages: [{ role: 'user' as const, content: 'Write.' }] }
const failing = (kind: ProviderErrorKind) =>
  scriptedModel([new ProviderError(kind, `${kind}!`)], 0, 'a:first')
const second = () => scriptedModel(['From the second.'], 0, 'b:second')

describe('a fallback model', () => {
  it.each(['down', 'quota', 'throttle', 'server', 'connection', 'timeout'] as const)(
    'answers when the provider of the first model is not available: %s',
    async (kind) => {
      const changes: string[] = []
      const model = withFallback(failing(kind), [second()], (next, error) =>
        changes.push(`${next.name}: ${error.message}`),
      )
      expect(model.name).toBe('a:first')
      for (let call = 0; call < 2; call++) {
        expect(await model.generate(request, testScope())).toMatchObject({
          text: 'From the second.',
          fallback: 'b:second',
        })
      }
      expect(changes).toEqual([`b:second: ${kind}!`])
    },
  )

  it.each(['input', 'auth', 'not-found', 'poison', 'answer-unusable', 'stream'] as const)(
    'is not asked because of the request or its answer: %s',
    async (kind) => {
      const other = second()
      const model = withFallback(failing(kind), [other], () => undefined)
      await expect(model.generate(request, testScope())).rejects.toMatchObject({ kind })
      expect(other.requests).toEqual([])
    },
  )

  it('is followed by the next one', async () => {
    const middle = scriptedModel([new ProviderError('quota', 'empty')], 0, 'b:middle')
    const model = withFallback(
      failing('down'),
      [middle, scriptedModel(['Last.'], 0, 'c:last')],
      () => undefined,
    )
    expect(await model.generate(request, testScope())).toMatchObject({ text: 'Last.', fallback: 'c:last' })
    const none = withFallback(failing('down'), [middle], () => undefined)
    await expect(none.generate(request, testScope())).rejects.toMatchObject({ kind: 'quota' })
  })

  it('is not asked while the first model answers, and voids the pieces of a failed attempt', async () => {
    const first = scriptedModel(['One.', new ProviderError('down', 'down'), 'Three.'], 0, 'a:first')
    const model = withFallback(first, [second()], () => undefined)
    let restarts = 0
    const observed = { ...request, onRestart: () => void restarts++ }
    const texts = [1, 2, 3].map(async () => (await model.generate(observed, testScope())).text)
    expect(await Promise.all(texts)).toEqual(['One.', 'From the second.', 'Three.'])
    expect(restarts).toBe(1)
  })
})

/**
 * Every provider gets mutated answers, whole and streamed, through its real SDK: a call resolves with a text, or rejects
 * with a `ProviderError` without waiting. Each answer follows from its number. `npm run test:long` sends a million.
 */
import { expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import { testScope } from '../helpers/scope.ts'
import { dialects, spoken, type Dialect } from '../providers/dialects.ts'
import { askAt, hello } from '../providers/asking.ts'
import { mutate, totalInputs } from './mutate.ts'

const cases = dialects.flatMap((dialect) => [
  ...(dialect.whole ? [{ dialect, stream: false, sample: JSON.stringify(dialect.whole(spoken)) }] : []),
  { dialect, stream: true, sample: dialect.events(spoken).join('') },
  { dialect, stream: true, sample: dialect.events(spoken).slice(0, 2).join('') + dialect.errorEvent },
])

/** A `fetch` that answers every request with these bytes, in two pieces. */
function answering(bytes: () => Buffer, stream: boolean): typeof globalThis.fetch {
  const type = stream ? 'text/event-stream' : 'application/json'
  return async () => {
    const whole = bytes()
    const middle = Math.floor(whole.length / 2)
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(whole.subarray(0, middle))
        controller.enqueue(whole.subarray(middle))
        controller.close()
      },
    })
    return new Response(body, { headers: { 'content-type': type } })
  }
}

/** A call through an SDK takes about ten times as long as a parser. */
const perCase = Math.ceil(totalInputs / 10 / cases.length)
const ORIGIN = 'http://127.0.0.1:1'

async function outcomeOf(
  dialect: Dialect,
  fetch: typeof globalThis.fetch,
  stream: boolean,
): Promise<unknown> {
  try {
    const { text } = await askAt(
      dialect,
      ORIGIN,
      { fetch: async () => fetch },
      { ...hello, stream },
      testScope(),
    )
    return typeof text
  } catch (error) {
    return error instanceof ProviderError ? 'a ProviderError' : error
  }
}

it.each(cases.map((each) => [each.dialect.name, each.stream ? 'streamed' : 'whole', each] as const))(
  `%s, %s: ${perCase} mutated answers are a text or a ProviderError`,
  async (_, __, { dialect, stream, sample }) => {
    for (let number = 1; number <= perCase; number++) {
      const answer = mutate(sample, number)
      const started = process.cpuUsage()
      const outcome = await outcomeOf(
        dialect,
        answering(() => answer, stream),
        stream,
      )
      const what = `answer ${number} ${JSON.stringify(answer.toString())}`
      expect(['string', 'a ProviderError'], `${what}: ${String(outcome)}`).toContain(outcome)
      const { user, system } = process.cpuUsage(started)
      expect((user + system) / 1e6, `seconds for ${what}`).toBeLessThan(5)
    }
  },
  3_600_000,
)

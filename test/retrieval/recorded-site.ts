/** A search site on this machine that answers as recorded. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '../../src/core/clock.ts'
import type { Scope } from '../../src/core/scope.ts'
import { testScope } from '../helpers/scope.ts'

export const recording = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8')

export interface Reply {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers with the replies in their order, and with the last one from then on. */
export async function recordedSite(...replies: readonly Reply[]) {
  const requests: { readonly url: URL; readonly headers: Readonly<Record<string, unknown>> }[] = []
  const server = createServer((request, response) => {
    const { status = 200, body = '', headers } = replies[Math.min(requests.length, replies.length - 1)] ?? {}
    requests.push({ url: new URL(request.url ?? '', 'http://site'), headers: request.headers })
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/api`,
    requests,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A scope in real time, since time passes on the network. */
export const realTime = (): Scope => ({ ...testScope(), clock: systemClock })

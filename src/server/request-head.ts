/** Refuses what the head of a request asks for and the service cannot obey. */
import type { IncomingMessage } from 'node:http'
import { didYouMean } from '../util/lookup.ts'
import { pageQuery } from './models/model-pages.ts'
import { badRequest } from './read-body.ts'
import { ServiceError } from './service-error.ts'

/** Throws a `ServiceError` for the headers to which Node itself answers without a body. */
export function checkHead({ headers, httpVersion }: IncomingMessage): void {
  if (httpVersion === '1.1' && headers.host === undefined) throw badRequest('the header host is missing')
  const { expect = '100-continue' } = headers
  if (expect.toLowerCase() === '100-continue') return
  throw new ServiceError(417, 'expectation_failed', `the header expect must be 100-continue, not "${expect}"`)
}

/** Anthropic's SDK sends it with the requests of its beta API, and says in a header what they need. */
const BETA = 'beta'

/** All endpoints but these take no parameters. */
const PARAMETERS: readonly (readonly [path: RegExp, parameters: readonly string[]])[] = [
  [/^\/v1\/messages$/, [BETA]],
  [/^(\/openai)?\/v1\/models$/, [...Object.keys(pageQuery.shape), BETA]],
  [/^(\/openai)?\/v1\/models\//, [BETA]],
]

/** Throws a `ServiceError` for parameters of the URL that the endpoint does not take, or that are given twice. */
export function checkQuery(path: string, query: Readonly<Record<string, readonly string[]>>): void {
  const known = PARAMETERS.find(([pattern]) => pattern.test(path))?.[1] ?? []
  for (const [name, values] of Object.entries(query)) {
    if (!known.includes(name)) {
      const hint = known.length > 0 ? didYouMean(name, known) : 'it takes none'
      throw badRequest(`${name}: ${path} does not take this parameter of the URL; ${hint}`, name)
    }
    if (values.length > 1) throw badRequest(`${name}: the URL contains this parameter more than once`, name)
  }
}

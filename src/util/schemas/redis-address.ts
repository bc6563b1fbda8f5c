import * as z from 'zod'
import { faultOfPassword } from '../backends/address.ts'

/** The address of a Redis. Its path can only be the number of a database, and a "%" in it must be written as "%25". */
export const redisAddress = () =>
  z.string().refine(isRedisAddress, {
    error: ({ input }) =>
      faultOfPassword(String(input)) ??
      faultOfParameters(String(input)) ??
      'must be an address, for example redis://localhost:6379',
  })

const isRedisAddress = (text: string): boolean =>
  /^rediss?:\/\/[^/?#]/.test(text) &&
  URL.canParse(text) &&
  /^(\/\d*)?$/.test(new URL(text).pathname) &&
  faultOfParameters(text) === undefined &&
  !/%(?![\da-f]{2})/i.test(text)

/** The driver would take any other parameter for an option of its own, or ignore it. */
const PARAMETERS = ['db', 'username', 'password', 'family']

function faultOfParameters(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const unknown = [...new URL(address).searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown === undefined) return undefined
  return `must be an address whose parameters are among ${PARAMETERS.join(', ')}`
}

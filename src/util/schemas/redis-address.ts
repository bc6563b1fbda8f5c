import * as z from 'zod'
import { cureOfAddress } from '../backends/address.ts'

/** The address of a Redis. Its path can only be the number of a database. */
export const redisAddress = () =>
  z.string().superRefine((text, context) => {
    const message = faultOf(text)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/** The messages begin with "needs", since the address, with its password, would be appended to "must be ...". */
function faultOf(address: string): string | undefined {
  const cure = cureOfAddress(address)
  if (cure !== undefined) return `needs a valid address: ${cure}`
  const isAddress = /^rediss?:\/\/[^/?#]/.test(address) && URL.canParse(address)
  if (!isAddress || !/^(\/\d*)?$/.test(new URL(address).pathname))
    return 'needs an address, for example redis://localhost:6379'
  if (/%(?![\da-f]{2})/i.test(address)) return 'needs an address in which % is written as %25'
  return faultOfParameters(new URL(address))
}

/** The driver would take any other parameter for an option of its own, or ignore it. */
const PARAMETERS = ['db', 'username', 'password', 'family']

function faultOfParameters({ searchParams, pathname, username, password }: URL): string | undefined {
  const names = [...searchParams.keys()]
  const unknown = names.find((name) => !PARAMETERS.includes(name))
  if (unknown !== undefined) {
    const cure = /^(tls|ssl)/.test(unknown) ? 'write rediss:// for TLS' : `known: ${PARAMETERS.join(', ')}`
    return `needs an address without the parameter ${unknown}; ${cure}`
  }
  const before: Readonly<Record<string, string>> = { db: pathname.slice(1), username, password }
  const repeated = names.find((name, index) => before[name] || names.indexOf(name) < index)
  if (repeated !== undefined) return `needs an address that gives ${repeated} once`
  if (!/^\d*$/.test(searchParams.get('db') ?? '')) return 'needs an address whose db is a number'
  if (!/^[046]?$/.test(searchParams.get('family') ?? '')) return 'needs an address whose family is 4 or 6'
  return undefined
}

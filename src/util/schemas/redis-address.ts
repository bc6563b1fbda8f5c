import * as z from 'zod'
import { faultOfPassword } from '../backends/address.ts'

/** The address of a Redis. Its path can only be the number of a database, and a "%" in it must be written as "%25". */
export const redisAddress = () =>
  z.string().refine(isRedisAddress, {
    error: ({ input }) =>
      faultOfPassword(String(input)) ?? 'must be an address, for example redis://localhost:6379',
  })

const isRedisAddress = (text: string): boolean =>
  /^rediss?:\/\/[^/?#]/.test(text) &&
  URL.canParse(text) &&
  /^(\/\d*)?$/.test(new URL(text).pathname) &&
  !/%(?![\da-f]{2})/i.test(text)

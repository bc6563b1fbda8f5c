import * as z from 'zod'

/** The address of an API. It must not contain credentials, since messages and caches contain addresses. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must start with http:// or https://' })
  .regex(/^[^?#@]*$/, 'must not contain a user, password, query or fragment')

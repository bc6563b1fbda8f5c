import { expect, it } from 'vitest'
import { redisAddress } from '../../../src/util/schemas/redis-address.ts'

const faultOf = (address: string) => redisAddress().safeParse(address).error?.issues[0]?.message

it.each(['redis://h', 'rediss://me:p%23w@h:1/3', 'redis://h?db=2&password=pw&username=me&family=6'])(
  'accepts %s as the address of a Redis',
  (address) => expect(faultOf(address)).toBeUndefined(),
)

it.each([
  ['redis://h/name', 'for example redis://localhost:6379'],
  ['redis://me:p#w@h', 'written as %2F, %3F, %23 and %25'],
  ['redis://h/1?timeout=3', 'parameters are among db, username, password, family'],
])('refuses %s as the address of a Redis', (address, fault) => expect(faultOf(address)).toContain(fault))

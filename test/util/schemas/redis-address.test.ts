import { expect, it } from 'vitest'
import { redisAddress } from '../../../src/util/schemas/redis-address.ts'

const faultOf = (address: string) => redisAddress().safeParse(address).error?.issues[0]?.message

it.each(['redis://h', 'rediss://me:p%23w@h:1/3', 'redis://h?db=2&password=pw&username=me&family=6'])(
  'accepts %s as the address of a Redis',
  (address) => expect(faultOf(address)).toBeUndefined(),
)

it.each([
  ['redis://h/name', 'for example redis://localhost:6379'],
  ['redis://me:p#w@h', 'as %2F, %3F and %23'],
  ['redis://h/1?timeout=3', 'without the parameter timeout; known: db, username, password, family'],
  ['redis://h:6379#2', 'write # as %23, or remove it with what follows it'],
  ['redis://h?password=p#w', 'as %2F, %3F and %23'],
  ['redis://h?tls=true', 'write rediss:// for TLS'],
  ['redis://h/1?db=2', 'gives db once'],
  ['redis://h?db=1&db=2', 'gives db once'],
  ['redis://me:pw@h?password=x', 'gives password once'],
  ['redis://h?db=two', 'whose db is a number'],
  ['redis://h?family=5', 'family is 4 or 6'],
  ['redis://me:50%@h', '% is written as %25'],
  ['redis://me:pw@h:99999', 'for example redis://localhost:6379'],
])('refuses %s as the address of a Redis', (address, fault) => expect(faultOf(address)).toContain(fault))

it('shows no part of an address that it refuses, which may be a password', () => {
  for (const address of ['redis://me:123#secret@h', 'redis://me:p"secret#@h', 'redis://me:my secret@h?tls=1'])
    expect(faultOf(address)).not.toContain('secret')
})

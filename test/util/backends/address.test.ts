import { describe, expect, it } from 'vitest'
import {
  cureOfAddress,
  passwordsIn,
  identityOfAddress,
  withoutPassword,
} from '../../../src/util/backends/address.ts'

describe('an address', () => {
  it.each([
    ['postgres://me:pw@h:1/db', 'postgres://me@h:1/db'],
    ['postgres://me:p@ss@h/db', 'postgres://me@h/db'],
    ['postgres://me@tenant:pw@h/db', 'postgres://me@tenant@h/db'],
    ['postgres://me:pw@h:1/db?application_name=a@b', 'postgres://me@h:1/db?application_name=a@b'],
    ['postgres://me:pw@/db?host=/run', 'postgres://me@/db?host=/run'],
    ['redis://:p/a?s#s@h:1', 'redis://@h:1'],
    ["redis://me:p'a#b@h", 'redis://me@h'],
    ['redis://me:123456#pw@h', 'redis://me@h'],
    ['redis://me:123#pw@h', 'redis://me@h'],
    ['postgres://me:12/3@h/db', 'postgres://me@h/db'],
    ['redis://h?password=a#bcd', 'redis://h?password=***'],
    ['https://h/?x-api-key=abc&passphrase=d', 'https://h/?x-api-key=***&passphrase=***'],
    ['postgres://h/db?sslkey=/etc/client.key', 'postgres://h/db?sslkey=/etc/client.key'],
    [
      'postgres://h/db?user=me&password=p@ss&sslmode=require',
      'postgres://h/db?user=me&password=***&sslmode=require',
    ],
    ['postgres://h:5432/db?mail=me@h', 'postgres://h:5432/db?mail=me@h'],
    ['postgres://[::1]:1/db?application_name=a@b', 'postgres://[::1]:1/db?application_name=a@b'],
    ['postgres:///db?host=/run/postgresql', 'postgres:///db?host=/run/postgresql'],
  ])('%s is shown without its password', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown)
  })

  it.each([
    ['http://u:pw@h/p?mail=a@b', 'pw'],
    ['amqp://u:pw@h1,amqp://u:pw@h2', 'pw'],
    ['postgres://me@tenant:pw@h/db', 'pw'],
    ['postgres://me:p@s/s@h/db', 'p@s/s'],
  ])('%s contains the password %s', (address, password) => {
    expect(passwordsIn(address)).toContain(password)
  })

  it('with a port and an @ in its path contains no password', () => {
    expect(passwordsIn('https://h:8443/path/to/@scope/pkg')).toEqual([])
  })

  it.each([
    ['redis://h:1', 'redis://:pw@h:1', true],
    ['postgres://me:old@h/db?a=x@y', 'postgres://me:new@h/db?a=x@y', true],
    ['postgres://h/db?user=me', 'postgres://h/db?password=pw&user=me', true],
    ['postgres://h/db?sslpassword=old&x=y', 'postgres://h/db?sslpassword=new&x=y', true],
    ['postgres://h/db?user=me&password=old', 'postgres://h/db?user=me&password=new', true],
    ['postgres://me:pw@h1/db?a=x@y', 'postgres://me:pw@h2/db?a=x@y', false],
  ])('%s and %s name the same place: %s', (one, other, isSame) => {
    expect(identityOfAddress(one) === identityOfAddress(other)).toBe(isSame)
  })

  it.each([
    ['redis://me:p#ss@h', true],
    ['redis://me:p%23ss@h', false],
    ['redis://me:pw@h:99999', false],
    ['postgres://me:pw@/db?host=/run', false],
    ['h:1', false],
    ['postgres://me:12/3@h/db', true],
    ['postgres://me:pw@/db?host=/run&application_name=a@b', false],
    ['postgres://h/db?password=p#w', true],
  ])('%s contains what must be encoded: %s', (address, isInvalid) => {
    expect(cureOfAddress(address) !== undefined).toBe(isInvalid)
  })
})

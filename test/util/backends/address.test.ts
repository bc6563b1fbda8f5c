import { describe, expect, it } from 'vitest'
import { faultOfPassword, passwordIn, withoutPassword } from '../../../src/util/backends/address.ts'

describe('an address', () => {
  it.each([
    ['postgres://me:pw@h:1/db', 'postgres://me@h:1/db'],
    ['postgres://me:p@ss@h/db', 'postgres://me@h/db'],
    ['redis://:p/a?s#s@h:1', 'redis://@h:1'],
    [
      'postgres://h/db?user=me&password=p@ss&sslmode=require',
      'postgres://h/db?user=me&password=***&sslmode=require',
    ],
    ['postgres://h:5432/db?mail=me@h', 'postgres://h:5432/db?mail=me@h'],
    ['postgres:///db?host=/run/postgresql', 'postgres:///db?host=/run/postgresql'],
  ])('%s is shown without its password', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown)
  })

  it('has the password up to its last @', () => {
    expect(passwordIn('postgres://me:p@s/s@h/db')).toBe('p@s/s')
    expect(passwordIn('http://h:80/me@h')).toBeUndefined()
  })

  it('says how to write the characters of a password that make it invalid', () => {
    expect(faultOfPassword('redis://me:p#ss@h')).toContain('%23')
    expect(faultOfPassword('redis://me:p%23ss@h')).toBeUndefined()
    expect(faultOfPassword('h:1')).toBeUndefined()
  })
})

import { expect, it } from 'vitest'
import { faultOf } from '../../src/storage/postgresql-faults.ts'
import { AccessRefused } from '../../src/util/backends/access-refused.ts'

it('says that PostgreSQL asks for a password if the address contains none', () => {
  const fault = faultOf(
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    'open',
  )
  expect(fault).toBeInstanceOf(AccessRefused)
  expect(fault).toMatchObject({ message: 'the server asks for a password' })
})

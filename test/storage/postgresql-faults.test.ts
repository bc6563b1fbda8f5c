import { expect, it } from 'vitest'
import { postgresqlStore } from '../../src/storage/postgresql.ts'
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

it('says how to write the password of an address that is invalid because of it', () => {
  const needs = { env: { DATABASE_URL: 'postgres://me:p#ss@h/db' }, warn: () => undefined }
  const open = () => postgresqlStore.create({}, { ...needs, signal: AbortSignal.abort() })
  expect(open).toThrow(expect.objectContaining({ hint: expect.stringContaining('%23') as string }) as Error)
})

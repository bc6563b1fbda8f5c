import { expect, it } from 'vitest'
import { postgresqlStore } from '../../src/storage/postgresql.ts'
import { encryptionCure, withVerifiedTls } from '../../src/storage/postgresql-address.ts'
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

it('says that a server which refuses a connection may require encryption', () => {
  const refusal = new Error('no pg_hba.conf entry for host "10.0.0.1", user "me", no encryption')
  expect(encryptionCure(refusal)).toContain('sslmode=verify-full')
})

it('verifies the server in every mode that encrypts, unless the address says otherwise', () => {
  const modes = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify', 'require&uselibpqcompat=true']
  expect(modes.map((mode) => withVerifiedTls(`postgres://h/d?sslmode=${mode}`).split('=', 2)[1])).toEqual([
    'disable',
    'verify-full',
    'verify-full',
    'verify-full',
    'no-verify',
    'require&uselibpqcompat',
  ])
})

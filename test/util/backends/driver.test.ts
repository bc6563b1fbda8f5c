import { expect, it } from 'vitest'
import { loadDriver } from '../../../src/util/backends/driver.ts'

it('a package that is not installed is an error with the command that installs it', async () => {
  const missing: string = 'not-installed'
  await expect(loadDriver(missing, () => import(missing))).rejects.toThrow('npm install not-installed')
})

it('any other fault of a package is its own error', async () => {
  const broken = async (): Promise<never> => {
    throw new Error('wrong architecture')
  }
  await expect(loadDriver('broken', broken)).rejects.toThrow(/^wrong architecture$/)
})

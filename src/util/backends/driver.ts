/** Drivers are loaded on first use; an installation may lack them, since some are left out with `--omit`. */
import { codeOf } from '../files/system-errors.ts'

/** From `import` and `require`. */
const NOT_INSTALLED: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']

/** Loads one or more packages. If one is not installed, throws an error that says how to install them. */
export async function loadDriver<T>(names: string | readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (!NOT_INSTALLED.includes(codeOf(error))) throw error
    const all = [names].flat()
    const what = all.length === 1 ? `the package ${all.join()} is` : 'some packages are'
    const cure = `run npm install ${all.join(' ')} where sifaka is installed (with -g if sifaka is installed globally)`
    throw new Error(`${what} not installed; ${cure}`, { cause: error })
  }
}

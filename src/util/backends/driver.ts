/** Drivers are loaded on first use; an installation may lack them, since some are left out with `--omit`. */

/** Loads a package. If it is not installed, throws an error that says how to install it. */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (Object(error).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const cure = `run npm install ${name} where sifaka is installed (with -g if sifaka is installed globally)`
    throw new Error(`the package ${name} is not installed; ${cure}`, { cause: error })
  }
}

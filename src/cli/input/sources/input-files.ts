/** The files that a command reads, besides its prompts or texts. No output may be one of them. */
import { dirname, join, resolve } from 'node:path'
import type { InputFile } from '../../../batch/results/file-identity.ts'
import type { Loaded } from '../../../config/load.ts'
import type { ConfigFlags } from '../../options/flags.ts'

/** Returns the given files, and the files that the flags and the settings name. */
export function inputFiles(
  given: readonly (string | undefined)[],
  flags: ConfigFlags,
  { file, settings }: Pick<Loaded, 'file' | 'settings'>,
  cwd: string,
): InputFile[] {
  const folders = file === null ? [cwd] : [cwd, dirname(resolve(cwd, file))]
  const inRole = (role: string, paths: readonly (string | undefined)[]): InputFile[] =>
    paths.flatMap((path) => (path === undefined ? [] : { path, role }))
  const named = [...settings.plugins, ...tlsFiles(settings.providers), settings.pricesFile]
  return [
    ...inRole('the input', given),
    ...inRole('the settings file', file === null ? [] : [resolve(cwd, file)]),
    ...inRole('the file of environment variables', [flags.envFile, join(cwd, '.env')]),
    ...inRole('a file that the settings name', [
      // Relative paths in a settings file start at its folder.
      ...named.flatMap((path) => (path === undefined ? [] : folders.map((folder) => resolve(folder, path)))),
      ...[settings.model, ...settings.escalation, settings.criticModel].map(
        (model) => /^sim:(.+\.json)$/.exec(model ?? '')?.[1],
      ),
    ]),
    ...inRole('a file that a flag names', filesNamedIn(Object.values(flags))),
  ]
}

/** Returns the files of `@FILE` as a whole argument, or as the value of an option of a spec. */
const filesNamedIn = (values: readonly unknown[]): string[] =>
  values
    .flat()
    .filter((value): value is string => typeof value === 'string')
    .flatMap((text) => [...text.matchAll(/(?:^|=)@([^,|]+)/g)].map(([, path = '']) => path))

const tlsFiles = (providers: Loaded['settings']['providers']): string[] =>
  Object.values(providers)
    .flatMap((options) => Object.values(Object(Object(options)['tls'])))
    .filter((path): path is string => typeof path === 'string')

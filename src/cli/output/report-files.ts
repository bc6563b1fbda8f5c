import { fileOutput } from '../../batch/results/output.ts'
import { UsageError } from '../../core/errors.ts'

/** A format that turns the data of a report into text. */
interface ReportFormat<Data extends unknown[]> {
  readonly load?: () => Promise<void>
  readonly showsPrompts?: boolean
  readonly render: (...data: Data) => string
}

/**
 * The files of `--report`, each in the format for its extension. Throws a `UsageError` for an unknown extension;
 * `extensions` names those that are known.
 */
export function reportFiles<Data extends unknown[]>(
  paths: readonly string[] | undefined = [],
  find: (path: string) => ReportFormat<Data> | undefined,
  extensions: string,
) {
  const files = paths.map((path) => {
    const format = find(path)
    if (format) return { path, format }
    throw new UsageError(`--report must be a ${extensions} file, not ${path}`)
  })
  return {
    showPrompts: files.some(({ format }) => format.showsPrompts),
    /** With `replace`, existing files are replaced. */
    async open(replace: boolean) {
      const outputs = await Promise.all(
        files.map(async ({ path, format }) => ({ format, output: await fileOutput(path, replace) })),
      )
      return {
        async write(...data: Data): Promise<void> {
          for (const { format, output } of outputs) {
            await format.load?.()
            await output.write(format.render(...data))
          }
        },
        async close(): Promise<void> {
          for (const { output } of outputs) await output.close()
        },
      }
    },
  }
}

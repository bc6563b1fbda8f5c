import { fileOutput } from '../../batch/results/output.ts'
import { getByExtension } from '../../report/shared/choose-format.ts'

/** A format that turns the data of a report into text. */
interface ReportFormat<Data extends unknown[]> {
  readonly extensions: readonly string[]
  readonly load?: () => Promise<void>
  readonly showsPrompts?: boolean
  readonly render: (...data: Data) => string
}

/** The files of `--report`, each in the format for its extension. Throws a `UsageError` for an unknown extension. */
export function reportFiles<Data extends unknown[]>(
  paths: readonly string[] | undefined = [],
  formats: readonly ReportFormat<Data>[],
) {
  const files = paths.map((path) => ({ path, format: getByExtension(formats, path, '--report') }))
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

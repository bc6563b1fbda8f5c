/** Not bundled, because these packages read files in their own folder, are large, or are optional. */
const NOT_BUNDLED = [
  '@photostructure/sqlite',
  'pg',
  'tinypool',
  'markdownlint',
  'read-excel-file',
  'dictionary-en',
  'dictionary-en-gb',
  'harper.js',
  'typescript',
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/otlp-exporter-base',
  '@opentelemetry/otlp-transformer',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/sdk-trace-base',
]

/** Whether the bundler must leave this import to Node. */
export const isNotBundled = (id) => NOT_BUNDLED.some((name) => id === name || id.startsWith(`${name}/`))

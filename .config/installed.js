/** Not bundled, but loaded from `node_modules`: they read files of their own folder, are large, or are optional. */
const INSTALLED = [
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

/** Whether an import is of one of these packages. */
export const isInstalled = (id) => INSTALLED.some((name) => id === name || id.startsWith(`${name}/`))

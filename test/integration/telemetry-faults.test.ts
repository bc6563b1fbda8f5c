import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { openSink } from '../helpers/otlp-sink.ts'

const folder = temporaryFolder()
describe('a collector', () => {
  it.each([
    ['is down', 'http://127.0.0.1:9', undefined],
    ['never answers', undefined, {}],
    ['refuses', undefined, { status: 500 }],
    ['knows no such address', undefined, { status: 404 }],
  ])('that %s costs one warning and a few seconds', async (_, url, options) => {
    const { sink } = await openSink(options ?? {})
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: url ?? sink.url }
    const args = ['improve', 'Hi', '-m', 'sim:writer']
    const { code, stdout, stderr, durationMs } = await sifaka(args, { env })
    const without = await sifaka(args)
    expect(code).toBe(0)
    expect(stdout).not.toBe('')
    expect(stderr.match(/telemetry/g)).toHaveLength(1)
    expect(durationMs - without.durationMs).toBeLessThan(20_000)
  })
})

/** Logs what is imported, and lets an import fail. */
const hooks = (log: string, missing = '') => {
  const loader = folder.write(
    `loader-${Math.abs(log.length)}-${missing.length}.mjs`,
    `import { appendFileSync } from 'node:fs'
    export async function resolve(specifier, context, next) {
      if (specifier === ${JSON.stringify(missing)}) {
        throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
      }
      appendFileSync(${JSON.stringify(log)}, specifier + '\\n')
      return next(specifier, context)
    }`,
  )
  const register = folder.write(
    'register.mjs',
    `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(loader).href)})`,
  )
  return { NODE_OPTIONS: `--import=${pathToFileURL(register).href}` }
}

describe('the packages of OpenTelemetry', () => {
  it('are not loaded without their variables', async () => {
    const loaded = async (env: Record<string, string>) => {
      const log = folder.path(`imports-${Object.keys(env).length}.txt`)
      const { code } = await sifaka(['improve', 'Hi', '-m', 'sim:writer'], { env: { ...hooks(log), ...env } })
      expect(code).toBe(0)
      return readFileSync(log, 'utf8').match(/.*(opentelemetry|\/(sdk|telemetry|spans|guard)-).*/g) ?? []
    }
    expect(await loaded({ OTEL_SERVICE_NAME: 'shop' })).toEqual([])
    const { env } = await openSink()
    expect(await loaded({ OTEL_SDK_DISABLED: 'true', ...env })).toEqual([])
    expect(await loaded({ OTEL_SERVICE_NAME: 'shop', A: 'b', ...env })).toContain(
      '@opentelemetry/sdk-trace-base',
    )
  })

  it('are named with the command that installs them if they are missing', async () => {
    const { sink, env } = await openSink()
    const missing = hooks(folder.path('imports.txt'), '@opentelemetry/sdk-trace-base')
    const { code, stderr } = await sifaka(['improve', 'Hi', '-m', 'sim:writer'], {
      env: { ...env, ...missing },
    })
    expect(code).toBe(0)
    expect(stderr).toMatch(/npm install .*@opentelemetry\/sdk-trace-base@\d/)
    expect(sink.requests).toEqual([])
  })
})

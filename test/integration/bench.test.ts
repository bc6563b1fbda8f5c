import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'

describe('bench', () => {
  it('lists its scenarios', async () => {
    const { code, stdout } = await sifaka(['bench', '--list'])
    expect(code).toBe(0)
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['single', 'batch', 'memory', 'start']),
    )
  })

  it('prints tables with targets, and exits with 0 if all are met', async () => {
    const { code, stdout, stderr } = await sifaka(['bench', '--scenario', 'scaling', '--simulated'])
    expect(stderr).toContain('scaling')
    expect(code).toBe(0)
    expect(stdout).toContain('8 of 8 targets met')
  })

  it('exits with 1 if a target is missed', { timeout: 90_000 }, async () => {
    // With hardly any latency, a task takes much longer than the arithmetic of its latencies.
    const args = ['bench', '--scenario', 'single', '--scale', '0.0001', '--format', 'json', '-q']
    const { code, stdout, stderr } = await sifaka(args)
    expect(stderr).toBe('')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, tables: [{ scenario: 'single' }] })
  })

  it('reports a missing key before the costs', async () => {
    const { code, stderr } = await sifaka(['bench', '--model', 'openai:gpt-6-luna'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^sifaka: OpenAI needs a key, and OPENAI_API_KEY is not set\n/)
  })

  it.each([
    [['--scenario', 'singel'], 'no scenario is called "singel"', 'did you mean "single"?'],
    [['--scale', '0'], '--scale must be above 0', ''],
    [['--model', 'sim:writer'], 'a simulated model is what bench measures', 'leave it out'],
    [['--model', 'openai:gpt-6-luna', '--scale', '2'], '--scale has no effect with --model', ''],
    [['--model', 'openai:gpt-6-luna', '--scenario', 'batch'], 'batch needs the simulated provider', 'single'],
    [['--profile', 'fast'], '--profile has no effect without --model', ''],
    [['--max-cost', '1'], '--max-cost has no effect without --model', ''],
  ])('refuses %j', async (args, message, hint) => {
    const { code, stdout, stderr } = await sifaka(['bench', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })
})

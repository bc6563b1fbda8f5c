/**
 * The real textlint: TEXTLINT_FOLDER names a folder in which textlint, textlint-rule-terminology, textlint-rule-no-todo
 * and textlint-rule-max-comma are installed with npm.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check } from '../../helpers/checks.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const installed = process.env['TEXTLINT_FOLDER']
const SKIPPED = installed === undefined ? ' (skipped: TEXTLINT_FOLDER is not set)' : ''
const folder = temporaryFolder()

const TEXT = 'A 😀 javascript text.\n\nTODO: write it, then, well, some, more, of it.\n'
const RULES = { terminology: true, 'no-todo': { severity: 'warning' }, 'max-comma': { max: 3 } }

let files = 0
const lint = (settings: unknown, text = TEXT) =>
  check(
    {
      name: 'textlint',
      run: [process.execPath, join(installed ?? '', 'node_modules/textlint/bin/textlint.js')],
      config: folder.write(`textlintrc-${++files}.json`, settings),
    },
    text,
  )

describe.skipIf(installed === undefined)(`the real textlint${SKIPPED}`, () => {
  it('gives findings with places, severities and corrections', async () => {
    expect(await lint({ rules: RULES })).toMatchObject({
      passed: false,
      findings: [
        { rule: 'terminology', line: 1, column: 6, endColumn: 16, replacement: 'JavaScript' },
        { rule: 'no-todo', line: 3, column: 1, severity: 'warning' },
        { rule: 'max-comma', line: 3 },
      ],
    })
  })

  it('passes a text that has only warnings, and one without findings', async () => {
    expect(await lint({ rules: { 'no-todo': { severity: 'warning' } } })).toMatchObject({
      passed: false,
      severity: 'warning',
    })
    expect(await lint({ rules: RULES }, 'All is well.\n')).toMatchObject({ passed: true })
  })

  it.each<[problem: string, settings: unknown, reason: RegExp]>([
    ['has no rules', { rules: {} }, /No rules found/],
    ['has a rule that is not installed', { rules: { absent: true } }, /No rules found|absent/],
  ])('is a failure with the reason if the configuration %s', async (_, settings, reason) => {
    await expect(lint(settings)).rejects.toThrow(reason)
  })
})

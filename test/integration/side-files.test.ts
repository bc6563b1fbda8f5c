/** The files that a run keeps beside its output until it is complete. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const filesOf = (name: string): string[] => readdirSync(cwd).filter((file) => file.includes(name))
const sideFile = (output: string, name: string): string => folder.path(`.${output}.sifaka/${name}`)

const batch = (output: string, ...flags: string[]) =>
  sifaka(['batch', '-', '-m', 'sim:writer', '--no-critics', '-q', '-o', output, ...flags], {
    cwd,
    input: 'a\nb\nc\n',
  })

/** Puts something in the place of a side file. */
function plant(output: string, name: string, make: (path: string) => unknown): void {
  const path = sideFile(output, name)
  mkdirSync(dirname(path), { recursive: true })
  make(path)
}

describe('side files', () => {
  it('are in one folder of their user alone while the run lasts, and gone when it is complete', async () => {
    const { stdout } = await shell(
      `umask 000; mkfifo in
       $SIFAKA batch - -m sim:writer --no-critics -q -o during.jsonl < in & exec 3> in
       echo a >&3
       until [ -s during.jsonl ]; do sleep 0.02; done
       ls -d .during* during*; stat -c '%a %n' .during.jsonl.sifaka .during.jsonl.sifaka/*
       exec 3>&-; wait`,
      { cwd },
    )
    expect(stdout.split('\n').toSorted().join('\n').trim()).toBe(
      [
        '.during.jsonl.sifaka',
        '600 .during.jsonl.sifaka/calls',
        '600 .during.jsonl.sifaka/lock',
        '700 .during.jsonl.sifaka',
        'during.jsonl',
      ].join('\n'),
    )
    expect(filesOf('during')).toEqual(['during.jsonl'])
  })

  it('of all outputs are gone at the end, which keep the permissions that they had', async () => {
    await batch('all.csv')
    execFileSync('chmod', ['640', folder.path('all.csv')])
    expect((await batch('all.csv', '-o', 'all.md', '--force')).code).toBe(0)
    expect(filesOf('all.')).toEqual(['all.csv', 'all.csv.jsonl', 'all.md'])
    expect(statSync(folder.path('all.csv')).mode & 0o777).toBe(0o640)
  })

  it.each(['lock', 'calls'])(
    'are never written through a link that was put in the place of %s',
    async (name) => {
      const output = `linked-${name}.jsonl`
      const victim = folder.write(`victim-${name}`, 'precious\n')
      plant(output, name, (path) => symlinkSync(victim, path))
      const { code } = await batch(output, '--resume')
      expect(code).toBe(2)
      expect(readFileSync(victim, 'utf8')).toBe('precious\n')
    },
  )

  it.each(['partial', 'calls.partial'])(
    'replace a link in the place of %s, which is not followed',
    async (name) => {
      const output = `replaced-${name}.jsonl`
      const victim = folder.write(`victim-${name}`, 'precious\n')
      plant(output, name, (path) => symlinkSync(victim, path))
      await batch(output)
      expect((await batch(output, '--resume')).code).toBe(0)
      expect(readFileSync(victim, 'utf8')).toBe('precious\n')
    },
  )

  it.each(['lock', 'calls', 'partial', 'calls.partial'])(
    'are refused by name where a folder, a dangling link or a pipe is in the place of %s',
    async (name) => {
      const things: Record<string, (path: string) => unknown> = {
        folder: (path) => mkdirSync(path),
        dangling: (path) => symlinkSync(folder.path('absent'), path),
        pipe: (path) => execFileSync('mkfifo', [path]),
      }
      for (const [thing, make] of Object.entries(things)) {
        const output = `${thing}-${name}.jsonl`
        plant(output, name, make)
        const { code, stderr } = await batch(output, '--resume')
        expect([0, 2, 3], `${thing}: ${stderr}`).toContain(code)
        if (code !== 0) expect(stderr).toContain(sideFile(output, name))
        expect(stderr).not.toContain('bug in sifaka')
        expect(existsSync(folder.path('absent'))).toBe(false)
      }
    },
  )

  it.each([
    'null',
    '1',
    '"text"',
    '{}',
    '[]',
    '[1,2,3,4]',
    '["id","key",5,{}]',
    '["id","key","text",null]',
    '["id","key","text",{"usage":[1]}]',
    '["id","key","text",{"usage":{"calls":-1}}]',
    '["id","key","text",{"usage":{"calls":"x"},"model":{}}]',
    '["__proto__","key","text",{"__proto__":{"a":1}}]',
    '[[[[',
  ])('with the line %s are repaired', async (line) => {
    const output = `json-${Buffer.from(line).toString('hex')}.jsonl`
    plant(output, 'calls', (path) => writeFileSync(path, `${line}\n`))
    const { code, stderr } = await batch(output, '--resume')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(folder.read(output).split('\n')).toHaveLength(4)
  })
})

const FULL_DISKS = 'unshare -rm mount -t tmpfs none /mnt'
const canMount = (() => {
  try {
    execFileSync('sh', ['-c', FULL_DISKS], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

it.skipIf(!canMount).each([
  ['no room for a file', 'size=16k', 'head -c 16k /dev/zero > fill'],
  ['room for the folder alone', 'nr_inodes=2', 'true'],
  ['room for the folder and one file', 'nr_inodes=3', 'true'],
])(
  'a disk with %s ends a run with 3, and nothing of it stays (skipped without mounts)',
  async (_, size, fill) => {
    const run = 'echo Hi | $SIFAKA batch - --model sim:writer -q -o out.jsonl'
    const mount = `mount -t tmpfs -o ${size} none /mnt && cd /mnt && ${fill}`
    const { code, stdout, stderr } = await shell(
      `unshare -rm sh -c '${mount}; ${run}; code=$?; find . -name "*out*"; exit $code'`,
    )
    expect(stderr).toMatch(
      /cannot write .*: no space left\n {2}.*free some space, or write to another disk\n$/,
    )
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  },
)

it.skipIf(!canMount).each([
  ['no room', 'size=16k', 'head -c 16k /dev/zero > fill', 'none'],
  ['too little room', 'size=32k', 'true', 'whole'],
])(
  'a disk with %s leaves no empty file of events and no half line (skipped without mounts)',
  async (_, size, fill, left) => {
    const run = 'seq 60 | $SIFAKA batch - --model sim:writer -q --no-store --events e.ndjson > /dev/null'
    const look = 'if [ -e e.ndjson ]; then tail -c 1 e.ndjson | grep -q . || echo whole; else echo none; fi'
    const { stdout, stderr } = await shell(
      `unshare -rm sh -c 'mount -t tmpfs -o ${size} none /mnt && cd /mnt && ${fill}; ${run}; ${look}'`,
    )
    expect(stderr).toContain('cannot write e.ndjson: no space left; going on without events')
    expect(stdout).toBe(`${left}\n`)
  },
)

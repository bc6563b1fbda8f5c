#!/usr/bin/env -S node --
// With `--`, Node reads none of the flags that follow: Node 20 would take `--env-file` for itself.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 20 || (major === 20 && minor >= 19))
  void require('../dist/cli/main.cjs').main(process.argv.slice(2))
else {
  process.stderr.write(`sifaka needs Node 20.19 or later, this is ${process.versions.node}\n`)
  process.exitCode = 2
}

#!/usr/bin/env -S node --max-semi-space-size=8 --
// With `--`, Node reads none of the flags that follow: Node 20 would take `--env-file` for itself. The other
// flag halves V8's space for new objects: a batch then needs a tenth less memory, and a few percent more CPU time.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 20 || (major === 20 && minor >= 19)) await import('../dist/cli/main.js')
else {
  process.stderr.write(`sifaka needs Node 20.19 or later, this is ${process.versions.node}\n`)
  process.exitCode = 2
}

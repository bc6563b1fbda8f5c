import { standardOutput } from '../../../batch/results/output.ts'
import { ChainCheck } from '../../../storage/chain.ts'
import { formatCount, formatInteger } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import type { Shell } from '../../shell.ts'
import { withStore } from './find.ts'

/** Checks every entry and the order of entries; prints one line per damage. */
export const verifyThoughts = (shell: Shell, flags: ConfigFlags): Promise<ExitCode> =>
  withStore(flags, shell, async (store) => {
    const output = standardOutput(shell.stdout)
    const chains = new ChainCheck()
    let damages = 0
    const report = ({ place, fault }: { readonly place: string; readonly fault: string }) => {
      damages++
      return output.write(`${place}: ${fault}\n`)
    }
    for await (const each of store.audit()) {
      const damage = 'fault' in each ? each : chains.add(each)
      if (damage) await report(damage)
    }
    for (const damage of chains.finish()) await report(damage)
    const checked = `checked ${formatCount(chains.entries, 'thought')} of ${formatCount(chains.writers, 'process', 'processes')}`
    const without =
      chains.withoutContent === 0 ? '' : `, ${formatInteger(chains.withoutContent)} without texts`
    const verdict = damages === 0 ? 'all hashes match' : formatCount(damages, 'fault')
    // The entries are those of one store; another one of a list may still have what it lost.
    const isEmpty =
      chains.entries + damages === 0 && (await store.list({}, { limit: 1 })).thoughts.length === 0
    shell.say(isEmpty ? 'sifaka: no thought is stored yet' : `sifaka: ${checked}${without}: ${verdict}`)
    return damages === 0 ? EXIT.accepted : EXIT.unverified
  })

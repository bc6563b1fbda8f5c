import type { Iteration } from '../types.ts'

export interface VerdictChanges {
  /** Validators and critics that objected to the first draft, and not to the second. */
  readonly fixed: readonly string[]
  /** Those that objected to the second draft, and not to the first. */
  readonly broke: readonly string[]
  /** Those that objected to both drafts. */
  readonly unchanged: readonly string[]
}

/** Compares the verdicts on two drafts of a prompt. */
export function compareVerdicts(before: Iteration, after: Iteration): VerdictChanges {
  const [old, current] = [verdictsOf(before), verdictsOf(after)]
  const objections = (verdicts: ReadonlyMap<string, boolean>) =>
    [...verdicts].filter(([, objects]) => objects).map(([name]) => name)
  return {
    // A validator or critic that did not answer has not approved.
    fixed: objections(old).filter((name) => current.get(name) === false),
    broke: objections(current).filter((name) => !old.get(name)),
    unchanged: objections(current).filter((name) => old.get(name)),
  }
}

/** Whether each check objects. Several validators can have the same name, so later ones are numbered. */
function verdictsOf({ validations, critiques }: Iteration): ReadonlyMap<string, boolean> {
  const verdicts = new Map<string, boolean>()
  const counts = new Map<string, number>()
  const add = (name: string, objects: boolean) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    verdicts.set(count === 1 ? name : `${name} (${count})`, objects)
  }
  for (const { validator, passed } of validations) add(validator, !passed)
  for (const { critic, needsImprovement } of critiques) add(critic, needsImprovement)
  return verdicts
}

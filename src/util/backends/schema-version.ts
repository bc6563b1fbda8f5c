/** The versions of the schemas of databases: the number of migrations that have run. */

/** The database was written by a newer version of sifaka, so nothing in it can be relied on. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema'
  /** What the user can do about it. */
  readonly hint: string = 'update sifaka, or name another place in the settings'

  constructor() {
    super('it was written by a newer version of sifaka')
  }
}

/** The migrations that have not run; throws a `NewerSchema` if more have run than this version knows. */
export function pendingMigrations(migrations: readonly string[], done: number): readonly string[] {
  if (done > migrations.length) throw new NewerSchema()
  return migrations.slice(done)
}

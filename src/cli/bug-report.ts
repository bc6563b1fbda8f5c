/** The message about an error that no code expects. */
export const bugReport = (error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `sifaka: this is a bug in sifaka, please report it:\n${stack}`
}

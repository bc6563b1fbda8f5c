import { open } from 'node:fs/promises'

/** Makes new names in the folder survive a crash of the machine. Not all systems can sync a folder. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** Keeps the results of audits in the data folder of the user, one file for each judge. */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { auditTextsDigest } from '../../../critics/audit/audit-texts.ts'
import type { JudgeAudit } from '../../../critics/audit/audit-critic.ts'
import type { Judge } from '../../../engine/critics.ts'
import type { EngineIo } from '../../../engine/io.ts'
import { dataFolder } from '../../../storage/folders.ts'
import { digest } from '../../../util/hash.ts'
import { parseJson, toJson } from '../../../util/json.ts'
import { PRIVATE_FOLDER } from '../../../util/files/private-folder.ts'

const keptAudit = z.object({
  auditedAt: z.string(),
  isTrusted: z.boolean(),
  finding: z.string(),
  falsePass: z.object({ count: z.number(), of: z.number(), rate: z.number().nullable() }),
})
type KeptAudit = z.output<typeof keptAudit>

/** The same critic with other options, another model or other texts of the audit is another judge. */
function fileOf({ critic, options }: Judge, env: EngineIo['env']): string {
  const { model: _, ...others } = options
  const key = digest(JSON.stringify([others, critic.model, auditTextsDigest]))
  return join(dataFolder(env), 'audits', `${key}.json`)
}

/** Rejects with the error of the system if the result cannot be written. */
export async function keepAudit(
  judge: Judge,
  audit: JudgeAudit,
  auditedAt: Date,
  io: EngineIo,
): Promise<void> {
  const path = fileOf(judge, io.env)
  const partial = `${path}.${randomUUID()}.tmp`
  await mkdir(join(path, '..'), PRIVATE_FOLDER)
  try {
    await writeFile(partial, toJson({ auditedAt: auditedAt.toISOString(), ...audit }, 2), { mode: 0o600 })
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}

/** Returns the latest audit of the judge; undefined if there is none, or if it cannot be read. */
export async function findAudit(judge: Judge, { env }: EngineIo): Promise<KeptAudit | undefined> {
  const text = await readFile(fileOf(judge, env), 'utf8').catch(() => '')
  const parsed = parseJson(text)
  return 'value' in parsed ? keptAudit.safeParse(parsed.value).data : undefined
}

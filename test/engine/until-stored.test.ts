import { expect, it } from 'vitest'
import type { SifakaEvent } from '../../src/core/events.ts'
import { span } from '../../src/core/scope.ts'
import { untilStored } from '../../src/engine/scopes/until-stored.ts'
import { testScope } from '../helpers/scope.ts'
import { thought } from '../storage/thoughts.ts'

it('the end of a thought is known once it is stored, with the error of a store that refused it', async () => {
  const events: SifakaEvent[] = []
  const scope = { ...testScope(), emit: (event: SifakaEvent) => void events.push(event) }
  const error = { code: 'store', message: 'the disk is full' } as const
  const stored = await untilStored(scope, async (inner) => {
    const written = await span(inner, 'thought', 'p1', async () => thought())
    expect(events.map(({ type }) => type)).toEqual(['thought-start'])
    return { ...written, error }
  })
  expect(stored.error).toBe(error)
  expect(events.at(-1)).toMatchObject({ type: 'thought-end', value: { error } })
})

it('the end of a thought is known, too, if what comes after it fails', async () => {
  const events: SifakaEvent[] = []
  const scope = { ...testScope(), emit: (event: SifakaEvent) => void events.push(event) }
  const failing = untilStored(scope, async (inner) => {
    await span(inner, 'thought', 'p1', async () => thought())
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(events.map(({ type }) => type)).toEqual(['thought-start', 'thought-end'])
})

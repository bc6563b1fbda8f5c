/** Object schemas whose properties are built on first use: every command loads all definitions and uses few. */
import * as z from 'zod'
import { once } from '../once.ts'

export const lazyObject = <Shape extends z.ZodRawShape>(properties: () => Shape): z.ZodObject<Shape> =>
  createLazily<Shape, z.core.$strip>(properties)

/** Refuses unknown properties. */
export const lazyStrictObject = <Shape extends z.ZodRawShape>(
  properties: () => Shape,
): z.ZodObject<Shape, z.core.$strict> => createLazily<Shape, z.core.$strict>(properties, NONE)

const NONE = z.never()

function createLazily<Shape extends z.ZodRawShape, Config extends z.core.$ZodObjectConfig>(
  properties: () => Shape,
  catchall?: z.ZodNever,
) {
  const build = once(properties)
  const definition = {
    type: 'object' as const,
    get shape() {
      return build()
    },
    catchall,
  }
  return new z.ZodObject(definition) as z.ZodObject<Shape, Config>
}

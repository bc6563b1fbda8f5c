import type { Settings } from '../config/schema.ts'
import { createHttpPool } from '../providers/http/lazy-pool.ts'
import { toMs } from '../util/duration.ts'
import type { EngineIo } from './io.ts'

type PoolSettings = Pick<Settings, 'connections' | 'idleConnections' | 'connectTimeout' | 'idleTimeout'>

export const openHttpPool = (
  { connections, idleConnections, connectTimeout, idleTimeout }: PoolSettings,
  { env, warn }: Pick<EngineIo, 'env' | 'warn'>,
) =>
  createHttpPool({
    connections,
    idleConnections,
    connectMs: toMs(connectTimeout),
    idleMs: toMs(idleTimeout),
    env,
    warn,
  })

/** Serves metrics over HTTP to Prometheus, while a run is in progress. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { PROMETHEUS_TYPE } from './prometheus.ts'

export interface MetricsServer {
  readonly url: string
  readonly close: () => void
}

/** Rejects if the server cannot listen. Port 0 means any free port. */
export async function startMetricsServer(
  { port, host }: { readonly port: number; readonly host: string },
  render: () => string,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (path !== '/metrics' || !isRead) {
      response.writeHead(path === '/metrics' ? 405 : 404, { 'content-type': 'text/plain' })
      return response.end('the metrics are at GET /metrics\n')
    }
    response.writeHead(200, { 'content-type': PROMETHEUS_TYPE })
    return response.end(request.method === 'HEAD' ? undefined : render())
  })
  server.listen(port, host)
  await once(server, 'listening')
  // A run ends without waiting for the next scrape.
  server.unref()
  server.on('connection', (socket) => void socket.unref())
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

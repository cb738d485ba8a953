import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { percentile } from './statistics.ts'

/** p50 in milliseconds of a bare node:http server that answers a small JSON document, one request at a time. */
export async function measureFloor(): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const times: number[] = []
  for (let index = 0; index < 400; index++) {
    const began = performance.now()
    await (await fetch(url)).json()
    if (index >= 100) times.push(performance.now() - began)
  }
  server.closeAllConnections()
  server.close()
  return percentile(times, 0.5)
}

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * The port to listen on, found free: 0 looks one up, since links for people need it before it is bound; a port that
 * is taken is told before anything starts to work.
 *
 * @throws an error in one sentence for people, which says what to do.
 */
export async function freePort(host: string, wanted: number): Promise<number> {
  const server = createServer().listen(wanted, host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new Error(`Port ${wanted} is in use by another program; choose one with --port`)
    throw new Error(`Port ${wanted} of ${host} cannot be used (${error.code})`)
  })
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

import { type AddressInfo, createServer, type Socket } from 'node:net'
import { ImapSession } from './imap-session.ts'
import type { Mailbox } from './mailbox.ts'
import type { World } from './world.ts'

export interface Imap {
  port: number
  stop(): Promise<void>
}

const maximumConnections = 50
const idleMs = 30 * 60_000

/** A small IMAP4rev1 server (RFC 3501 with IDLE, ID, NAMESPACE, UNSELECT): one INBOX per account. */
export async function startImap(world: World, mailbox: Mailbox, port: number): Promise<Imap> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.setTimeout(idleMs, () => socket.destroy())
    // A client that hangs up in mid-sentence is everyday business.
    socket.on('error', () => {})
    const session = new ImapSession(world, mailbox, socket)
    socket.on('data', (chunk: Buffer) => session.receive(chunk.toString('latin1')))
    socket.once('close', () => {
      sockets.delete(socket)
      session.end()
    })
  })
  server.maxConnections = maximumConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

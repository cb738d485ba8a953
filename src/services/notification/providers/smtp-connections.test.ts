import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../../../test/harness/until.ts'
import { SmtpConnections } from './smtp-connections.ts'

const patience = () => AbortSignal.timeout(10_000)
const mail = (to: string) => ({
  envelope: { from: 'klaps@example.org', to },
  bytes: Buffer.from(`To: ${to}\r\nSubject: Próba\r\n\r\n.Kropka na początku\r\n`),
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A mail server that counts, and connections to it. */
async function open(more: SMTPServerOptions = {}) {
  const seen = { connections: 0, closed: 0, signedIn: 0, taken: [] as string[] }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 50,
    onConnect: (_session, done) => {
      seen.connections++
      done()
    },
    onClose: () => {
      seen.closed++
    },
    onAuth: (_auth, _session, done) => {
      seen.signedIn++
      done(null, { user: 'klaps' })
    },
    onData: async (stream, session, done) => {
      await buffer(stream)
      seen.taken.push(session.envelope.rcptTo[0]!.address)
      done(null)
    },
    ...more,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const stopping = new AbortController()
  const connections = new SmtpConnections(`smtp://klaps:secret@127.0.0.1:${port}`, stopping.signal)
  closing.push(async () => {
    stopping.abort()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { seen, server, stopping, connections }
}

describe('connections to a mail server', () => {
  it('take one mail after the other, signed in once', async () => {
    const { seen, connections } = await open()
    for (let number = 0; number < 5; number++)
      await connections.submit(mail(`person${number}@example.org`), patience())
    expect(seen.taken).toHaveLength(5)
    expect([seen.connections, seen.signedIn]).toEqual([1, 1])
  })

  it('are as many as mails go at once, and used again', async () => {
    const { seen, connections } = await open()
    const several = (from: number) =>
      Promise.all(
        [0, 1, 2].map((each) => connections.submit(mail(`p${from + each}@example.org`), patience())),
      )
    await several(0)
    await several(3)
    expect(new Set(seen.taken).size).toBe(6)
    expect(seen.connections).toBe(3)
  })

  it('end after a hundred mails', async () => {
    const { seen, connections } = await open()
    for (let number = 0; number < 101; number++)
      await connections.submit(mail('anna@example.org'), patience())
    expect([seen.taken.length, seen.connections]).toEqual([101, 2])
  })

  it('that the server has ended in silence are replaced: the mail arrives, once', async () => {
    const { seen, server, connections } = await open()
    await connections.submit(mail('anna@example.org'), patience())
    for (const connection of server.connections) connection.close()
    await connections.submit(mail('ola@example.org'), patience())
    expect(seen.taken).toEqual(['anna@example.org', 'ola@example.org'])
    expect(seen.connections).toBe(2)
  })

  it('that the server takes leave of before the mail has gone are replaced', async () => {
    let mails = 0
    const { seen, connections } = await open({
      onMailFrom: (_address, _session, done) =>
        done(++mails === 2 ? Object.assign(new Error('Too many mails'), { responseCode: 421 }) : null),
    })
    await connections.submit(mail('anna@example.org'), patience())
    await connections.submit(mail('ola@example.org'), patience())
    expect([seen.taken, seen.connections]).toEqual([['anna@example.org', 'ola@example.org'], 2])
  })

  it('take no mail again that may have been taken', async () => {
    const { seen, server, connections } = await open({
      onData: async (stream, session, done) => {
        await buffer(stream)
        seen.taken.push(session.envelope.rcptTo[0]!.address)
        if (seen.taken.length === 1) done(null)
        else for (const connection of server.connections) connection.close()
      },
    })
    await connections.submit(mail('anna@example.org'), patience())
    await expect(connections.submit(mail('ola@example.org'), patience())).rejects.toThrow()
    expect(seen.taken).toEqual(['anna@example.org', 'ola@example.org'])
  })

  it('bring the refusal of one mail and take the next', async () => {
    const { seen, connections } = await open({
      onRcptTo: ({ address }, _session, done) =>
        done(
          address.startsWith('nobody') ? Object.assign(new Error('Unknown'), { responseCode: 550 }) : null,
        ),
    })
    await connections.submit(mail('anna@example.org'), patience())
    await expect(connections.submit(mail('nobody@example.org'), patience())).rejects.toMatchObject({
      responseCode: 550,
      command: 'RCPT TO',
    })
    await connections.submit(mail('ola@example.org'), patience())
    expect(seen.taken).toEqual(['anna@example.org', 'ola@example.org'])
  })

  it('are closed when time is up, and the mail is given up with the reason', async () => {
    const { seen, connections } = await open({
      onMailFrom: async (_address, _session, done) => {
        await sleep(2_000)
        done()
      },
    })
    const late = new AbortController()
    const sending = connections.submit(mail('anna@example.org'), late.signal)
    await until('the connection', () => seen.connections === 1)
    late.abort(new Error('time is up'))
    await expect(sending).rejects.toThrow('time is up')
    await until('its end', () => seen.closed === 1)
    expect(seen.taken).toEqual([])
  })

  it('are not kept once the process stops: what is under way is finished', async () => {
    const { seen, stopping, connections } = await open()
    await connections.submit(mail('anna@example.org'), patience())
    stopping.abort()
    await until('the end of the idle one', () => seen.closed === 1)
    await connections.submit(mail('ola@example.org'), patience())
    await until('the end of the other', () => seen.closed === 2)
    expect(seen.taken).toHaveLength(2)
  })

  it('that cannot be opened say why', async () => {
    const { connections } = await open({
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('No'), { responseCode: 535 })),
    })
    await expect(connections.submit(mail('anna@example.org'), patience())).rejects.toMatchObject({
      code: 'EAUTH',
    })
    const nobody = new SmtpConnections('smtp://127.0.0.1:1', new AbortController().signal)
    await expect(nobody.submit(mail('anna@example.org'), patience())).rejects.toMatchObject({
      code: 'ESOCKET',
    })
  })
})

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { PostgresSession } from './session.ts'
import { cloneDatabase, createTemplate } from './testing.ts'

it('tells of what others have written once it is committed, however long that took', async () => {
  const database = await cloneDatabase(
    await createTemplate('session', async (url) => {
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.query('create table notes (text text)')
      await client.end()
    }),
  )
  const [slow, quick] = [1, 2].map(() => new Client({ connectionString: database.url }))
  const session = new PostgresSession({
    url: database.url,
    applicationName: 'test',
    onError: (error) => expect.fail(error.message),
  })
  let told = 0
  try {
    await Promise.all([slow!.connect(), quick!.connect()])
    const stop = session.onWrite(() => {
      told += 1
    })
    await slow!.query('begin')
    await slow!.query(`insert into notes values ('slow')`)
    const before = told
    await quick!.query(`insert into notes values ('quick')`)
    await until('word of the quick one', () => told > before)
    const between = told
    // Its number is the lower one, and what comes after it has been told of.
    await slow!.query('commit')
    await until('word of the slow one', () => told > between)
    stop()
    const last = told
    await quick!.query(`insert into notes values ('unheard')`)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(told).toBe(last)
  } finally {
    await session.close()
    await Promise.all([slow!.end(), quick!.end()])
    await database.drop()
  }
})

it('takes a connection over which nothing comes any more for lost, and makes another', async () => {
  const database = await cloneDatabase(await createTemplate('silence', async () => undefined))
  const line = await silentLine(database.url)
  const errors: string[] = []
  const session = new PostgresSession({
    url: line.url,
    applicationName: 'test',
    silenceMs: 300,
    onError: ({ message }) => errors.push(message),
  })
  try {
    let lost = 0
    expect(await session.lead('the house', () => void (lost += 1))).toBe(true)
    line.cut()
    await expect(session.ping()).rejects.toThrow('terminated')
    expect(lost).toBe(1)
    await until('an answer', () =>
      session.ping().then(
        () => true,
        () => false,
      ),
    )
  } finally {
    await session.close()
    line.close()
    await database.drop()
  }
})

/** A way to the database whose connections can fall silent without ending. */
async function silentLine(url: string) {
  const { host, port, user, password, database } = new Client({ connectionString: url })
  const sockets = new Set<Socket>()
  const pairs: [Socket, Socket][] = []
  const server = createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined))
    near.pipe(far).pipe(near)
    pairs.push([near, far])
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const at = (server.address() as AddressInfo).port
  return {
    url: `postgres://${user}:${encodeURIComponent(password ?? '')}@127.0.0.1:${at}/${database}`,
    cut: () => {
      for (const [near, far] of pairs.splice(0)) {
        near.unpipe(far)
        far.unpipe(near)
      }
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

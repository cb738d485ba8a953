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

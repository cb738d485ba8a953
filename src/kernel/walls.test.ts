import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { Person } from '../../test/harness/person.ts'
import { until } from '../../test/harness/until.ts'
import { deliver, envelopeOf } from '../../test/support/events.ts'
import { userErased, userRolesChanged } from './envelope.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

const services = [notebookService, readerService]
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services })
})
afterAll(() => house.stop())

const ctxOf = (service: string, at = house) => at.house.host.runtimes.get(service)!.ctx

describe('the wall between services', () => {
  const notes = sql<{ count: number }>`select count(*)::int as count from notebook.notes`

  it('is the database: one cannot read, write or empty what is the other’s, nor touch the schema of its own', async () => {
    const { query } = ctxOf('reader').db
    for (const statement of [
      notes,
      sql`insert into notebook.outbox (id, type, event) values (gen_random_uuid(), 'note.written', '{}')`,
      sql`select notebook.now()`,
      sql`truncate reader.heard`,
      sql`drop table reader.heard`,
      sql`create table reader.mine (id int)`,
      sql`alter table reader.heard disable trigger all`,
    ])
      await expect(statement.execute(query)).rejects.toThrow(/permission denied|must be owner/)
    await expect(sql`select count(*) from heard`.execute(query)).resolves.toBeTruthy()
  })
  it('falls when the role is granted more: it is the role that holds it', async () => {
    const { query } = ctxOf('reader').db
    await house.rows(
      'grant usage on schema notebook to klaps_reader; grant select on notebook.notes to klaps_reader',
    )
    expect((await notes.execute(query)).rows).toHaveLength(1)
    await house.rows(
      'revoke all on notebook.notes from klaps_reader; revoke usage on schema notebook from klaps_reader',
    )
    await expect(notes.execute(query)).rejects.toThrow('permission denied')
  })
})

describe('the clock', () => {
  const clocks = async (at: TestHouse) => {
    const { rows } = await sql<{ ours: Temporal.Instant; theirs: Temporal.Instant }>`
      select now() as theirs, notebook.now() as ours`.execute(ctxOf('notebook', at).db.query)
    return rows[0]!
  }
  const hoursBetween = (a: Temporal.Instant, b: Temporal.Instant) => Math.round(a.since(b).total('hours')) + 0

  it('of a service moves in the sandbox, in the database and in the process alike, and PostgreSQL’s own stays', async () => {
    const moved = await openTestHouse({ services })
    await moved.travelTo(Temporal.Now.instant().add({ hours: 48 }))
    const { ours, theirs } = await clocks(moved)
    expect(hoursBetween(ours, theirs)).toBe(48)
    expect(hoursBetween(theirs, Temporal.Now.instant())).toBe(0)
    expect(hoursBetween(ctxOf('notebook', moved).clock.now(), theirs)).toBe(48)
    await moved.halt()

    const sandboxAgain = await openTestHouse({ services, on: moved })
    expect(hoursBetween((await clocks(sandboxAgain)).ours, theirs), 'it survives a restart').toBe(48)
    expect(hoursBetween(ctxOf('notebook', sandboxAgain).clock.now(), theirs)).toBe(48)
    await sandboxAgain.stop()

    // Outside the sandbox nothing that stands in the table moves it.
    const real = await openTestHouse({ services, on: moved, sandbox: false })
    expect(
      await real.rows('select 1 from notebook.time_shift where "offset" > interval \'1 hour\''),
    ).toHaveLength(1)
    const now = await clocks(real)
    expect(hoursBetween(now.ours, now.theirs)).toBe(0)
    expect(hoursBetween(ctxOf('notebook', real).clock.now(), now.theirs)).toBe(0)
    await real.stop()
    await moved.stop()
  })
})

describe('what is sealed for a person', () => {
  const aad = 'notebook:notes.text:1'

  it('opens after a restart, for that record and that person only', async () => {
    const [anna, boris] = [randomUUID(), randomUUID()]
    const sealed = (await ctxOf('notebook').secrets.person(anna)).seal('ul. Foksal 3', aad)
    expect(sealed).not.toContain('Foksal')
    const replica = await openTestHouse({ services, on: house, alone: false })
    const cipher = await ctxOf('notebook', replica).secrets.person(anna)
    expect(cipher.open(sealed, aad)).toBe('ul. Foksal 3')
    expect(() => cipher.open(sealed, 'notebook:notes.text:2')).toThrow()
    const other = await ctxOf('notebook', replica).secrets.person(boris)
    expect(() => other.open(sealed, aad)).toThrow()
    await replica.stop()
  })
  it('is unreadable for good once the person is erased, whatever else copies of the row there are', async () => {
    const anna = randomUUID()
    const sealed = (await ctxOf('notebook').secrets.person(anna)).seal('ul. Foksal 3', aad)
    const person = new Person(house.url, (await house.person({ id: anna })).token, anna)
    await person.post('/notes', { text: 'mine' })
    await house.rows(`insert into notebook.user_roles values ($1, '{viewer}', 1)`, [anna])
    await deliver(house, [envelopeOf(userErased, { userId: anna })])
    await until(
      'the key to go',
      async () =>
        (await house.rows('select 1 from notebook.personal_keys where person_id = $1', [anna])).length === 0,
    )
    expect(await house.rows('select 1 from notebook.notes where owner_id = $1', [anna])).toEqual([])
    const roles = () => house.rows('select roles from notebook.user_roles where user_id = $1', [anna])
    expect(await roles()).toEqual([{ roles: [] }])
    const late = envelopeOf(userRolesChanged, { userId: anna, roles: ['viewer'], version: 2 })
    await deliver(house, [late])
    await until(
      'it to be heard',
      async () =>
        (await house.rows('select 1 from notebook.inbox where event_id = $1', [late.id])).length > 0,
    )
    expect(await roles()).toEqual([{ roles: [] }])
    const replica = await openTestHouse({ services, on: house, alone: false })
    const cipher = await ctxOf('notebook', replica).secrets.person(anna)
    expect(() => cipher.open(sealed, aad)).toThrow()
    await replica.stop()
  })
})

describe('the cache', () => {
  it('asks once for many who ask at once, and again for the next when that failed', async () => {
    const { cache } = ctxOf('notebook')
    let loads = 0
    const load = (fail: boolean) => () =>
      cache.getOrSet('flight', { ttlSeconds: 60 }, async () => {
        loads += 1
        await Promise.resolve()
        if (fail) throw new Error('away')
        return { loads }
      })
    const failed = await Promise.allSettled(Array.from({ length: 20 }, load(true)))
    expect([failed.every(({ status }) => status === 'rejected'), loads]).toEqual([true, 1])
    const values = await Promise.all(Array.from({ length: 20 }, load(false)))
    expect([new Set(values).size, loads]).toEqual([1, 2])
    expect(await ctxOf('reader').cache.get('flight'), 'a neighbour has keys of its own').toBeUndefined()
    // Taken away: dropped in between, it is asked again for each.
    await cache.drop('flight')
    await load(false)()
    expect(loads).toBe(3)
  })
})

import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import type { Person } from '../../test/harness/person.ts'
import { until } from '../../test/harness/until.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import type { Client, Contract } from './contract.ts'
import { CopyKeeper, minuteOfNight } from './copy-keeper.ts'
import { askForPasses, passesOf } from './copy-passes.ts'
import { inProcessClient } from './http/client.ts'
import type { Service } from './service.ts'
import type { SnapshotPage } from './snapshot.ts'
import { doorkeeperService } from './testing/doorkeeper.ts'
import { runtimeOf } from './testing/envelopes.ts'
import { notebookService } from './testing/notebook.ts'
import { shelfService } from './testing/shelf.ts'

const services = [doorkeeperService, notebookService, shelfService]
let house: TestHouse
let owner: ReturnType<typeof createPool>
let anna: Person
beforeAll(async () => {
  house = await openTestHouse({ services })
  owner = createPool({ url: house.databaseUrl, max: 1, applicationName: 'test', types: 'temporal' })
  anna = await house.person()
})
afterAll(async () => {
  await owner.end()
  await house.stop()
})

type Between = (page: SnapshotPage) => Promise<void>

/**
 * A keeper of the shelf besides the one of the house, under a name of its own, so that neither takes the other's turn.
 * `between` runs after the owner has answered and before the page is applied.
 */
function keeper(between: Between = async () => {}, on?: Service['on']): CopyKeeper {
  const clientOf = (contract: Contract): Client<Contract> => {
    const client = inProcessClient(contract, 'shelf', () => runtimeOf(house, contract.name))
    return Object.fromEntries(
      Object.entries(client).map(([name, call]) => [
        name,
        async (input: never) => {
          const page = await call(input)
          if (name === 'noteStates') await between(page as SnapshotPage)
          return page
        },
      ]),
    ) as Client<Contract>
  }
  const runtime = runtimeOf(house, 'shelf')
  const { service } = runtime
  const copies = { tested: service.copies.notes! }
  return new CopyKeeper({
    runtime: { ...runtime, service: { ...service, copies, on: on ?? service.on } },
    clientOf,
    everywhere: services.map(({ contract }) => contract.name),
  })
}

const due = (name: string) =>
  house.rows(`update shelf.copy_passes set due_at = pg_catalog.now() where name = $1`, [name])

async function pass(between?: Between, on?: Service['on']): Promise<void> {
  await due('tested')
  await keeper(between, on).run()
}

const write = async (text: string) => (await anna.post('/notes', { text })).body.id as string
const shelved = (noteId: string) =>
  house.rows('select text, version, history from shelf.shelved where note_id = $1', [noteId])
const passOf = async (name = 'tested') =>
  (await house.rows('select * from shelf.copy_passes where name = $1', [name]))[0]!

/** The copy has been passed through before, and nothing is under way. */
const complete = () =>
  house.rows(
    `insert into shelf.copy_passes (name, finished_at) values ('tested', pg_catalog.now())
     on conflict (name) do update set pass = null, after = null, attempts = 0, error = null`,
  )

/** Writes notes past the routes, so that no event tells of them, as if their events had been lost. */
async function lose(count: number, text: string): Promise<string[]> {
  const rows = await house.rows<{ id: string }>(
    `insert into notebook.notes (owner_id, text, created_at)
     select $1, $2, pg_catalog.now() - interval '1 day' from generate_series(1, $3) returning id`,
    [anna.id, text, count],
  )
  return rows.map(({ id }) => id).toSorted()
}

describe('a snapshot route', () => {
  it('is refused to strangers and users, and shown to services a page at a time', async () => {
    const path = '/notes/snapshot?limit=2'
    expect((await house.stranger.get(path)).status).toBe(401)
    expect((await anna.get(path)).status).toBe(403)
    expect((await (await house.person({ roles: ['admin'] })).get(path)).status).toBe(403)
    const ids = await lose(5, 'paged')
    const client = inProcessClient(notebookService.contract, 'shelf', () => runtimeOf(house, 'notebook'))
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = (await client.noteStates!({ after, limit: 2 })) as SnapshotPage
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ key }) => key))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toEqual(ids)
  })
})

describe('a copy', () => {
  it('is filled by itself when its service starts after the owner has data, as history', async () => {
    const [id] = await house.rows<{ id: string }>('select id from notebook.notes limit 1')
    await until('the first pass', async () => Boolean((await passOf('notes'))?.finished_at), 15_000)
    expect(await shelved(id!.id)).toEqual([{ text: 'paged', version: 1, history: true }])
    expect(await passOf('notes')).toMatchObject({ pass: null, after: null, last_seen: 5, last_changed: 5 })
    await until('who may do what', async () => Boolean((await passOf('access')).finished_at))
  })

  describe('that was complete', () => {
    beforeEach(complete)
    const healed = async () => {
      const text = await house.house.host.runtimes.get('shelf')!.metrics.registry.metrics()
      return Number(/^copies_healed_total\{.*copy="tested".*\} (\d+)/m.exec(text)?.[1] ?? 0)
    }

    it('and lost an event is healed, and the difference is counted', async () => {
      const before = await healed()
      const [id] = await lose(1, 'lost')
      await pass()
      expect(await shelved(id!)).toEqual([{ text: 'lost', version: 1, history: false }])
      expect(await healed()).toBe(before + 1)
      await pass()
      expect(await healed()).toBe(before + 1)
      expect(await passOf()).toMatchObject({ last_changed: 0, attempts: 0, error: null })
    })

    it('loses what was burnt or deleted for good while nobody told of it', async () => {
      const [burnt, deleted] = await lose(2, 'to go')
      await pass()
      await house.rows('update notebook.notes set burnt = true, version = 2 where id = $1', [burnt])
      await house.rows('delete from notebook.notes where id = $1', [deleted])
      await pass()
      expect(await shelved(burnt!)).toEqual([{ text: null, version: 2, history: false }])
      expect(await shelved(deleted!)).toEqual([])
    })

    /** A pass during which a note is written anew and heard of, after its owner has answered with the old one. */
    const overtaken = async (on?: Service['on']) => {
      const id = await write('first')
      await until('the event', async () => (await shelved(id)).length === 1)
      await pass(async () => {
        await anna.put(`/notes/${id}`, { text: 'second' })
        await until('the newer event', async () => (await shelved(id))[0]?.version === 2)
      }, on)
      return (await shelved(id))[0]
    }
    it('is not set back by a page that is older than it', async () => {
      expect(await overtaken()).toMatchObject({ text: 'second' })
    })
    it('would be, if its handler did not compare versions', async () => {
      const careless: Service['on'][string] = async (_ctx, data, tx) => {
        const { noteId, text } = data as { noteId: string; text: string }
        const { numUpdatedRows } = await tx.query
          .withTables<{ shelved: { note_id: string; text: string } }>()
          .updateTable('shelved')
          .set({ text })
          .where('note_id', '=', noteId)
          .executeTakeFirst()
        return numUpdatedRows > 0n
      }
      expect(await overtaken({ noteWritten: careless, noteBurnt: async () => false })).toMatchObject({
        text: 'first',
      })
    })
    it('has a handler that says what it did; one that does not is found out', async () => {
      await pass(undefined, { noteWritten: async () => undefined, noteBurnt: async () => undefined })
      expect((await passOf()).error).toMatch(/^on\.note.* has to say whether it changed the copy tested$/)
    })

    it('keeps what appeared after the owner was asked', async () => {
      let id = ''
      await pass(async () => {
        if (id) return
        id = await write('young')
        await until('the event', async () => (await shelved(id)).length === 1)
      })
      expect(await shelved(id)).toMatchObject([{ text: 'young', version: 1 }])
    })
  })
})

describe('a pass', () => {
  beforeEach(complete)

  it('that is killed between two pages goes on where it stopped', async () => {
    const ids = await lose(250, 'many')
    const asked: string[] = []
    const dies = async (page: SnapshotPage) => {
      if (asked.length === 1) throw new Error('killed')
      asked.push(page.items[0]!.key)
    }
    await pass(dies)
    const { after, pass: begun, error } = await passOf()
    expect([typeof after, typeof begun, error]).toEqual(['string', 'string', 'killed'])
    const shelvedIds = async () =>
      (await house.rows<{ note_id: string }>(`select note_id from shelf.shelved where text = 'many'`)).length
    expect(await shelvedIds()).toBeLessThan(250)
    await pass(async (page) => void asked.push(page.items[0]?.key ?? ''))
    expect(asked[1]! > String(after)).toBe(true)
    expect(new Set(asked).size).toBe(asked.length)
    expect(await shelvedIds()).toBe(ids.length)
    expect(await passOf()).toMatchObject({ pass: null, error: null, attempts: 0 })
  })

  it('waits for an owner that does not answer, longer each time', async () => {
    const down = async () => {
      throw new Error('connect ECONNREFUSED')
    }
    const delays: number[] = []
    for (let round = 0; round < 3; round++) {
      await pass(down)
      const [row] = await house.rows<{ seconds: number }>(
        `select extract(epoch from due_at - pg_catalog.now())::float8 as seconds from shelf.copy_passes where name = 'tested'`,
      )
      delays.push(row!.seconds)
    }
    expect(delays[0]).toBeLessThan(5.1)
    expect(delays[2]).toBeGreaterThan(9)
  })

  it('of which two run at once is done by one', async () => {
    await lose(3, 'twice')
    await due('tested')
    const [slow, quick] = [Promise.withResolvers<void>(), keeper()]
    const first = keeper(() => slow.promise).run()
    await until('the first to begin', async () => (await passOf()).pass !== null)
    await quick.run()
    const done = await passOf()
    expect(done).toMatchObject({ pass: null, error: null })
    slow.resolve()
    await first
    expect(await passOf()).toEqual(done)
    expect(await house.rows(`select 1 from shelf.shelved where text = 'twice'`)).toHaveLength(3)
  })

  it('is due again the next night, at a minute of its own', async () => {
    await pass()
    const minute = minuteOfNight('shelf', 'tested')
    expect(minute).toBeGreaterThanOrEqual(60)
    expect(minute).toBeLessThan(180)
    const [row] = await house.rows<{ minute: number; hours: number }>(
      `select (extract(hour from due_at at time zone 'UTC') * 60 + extract(minute from due_at at time zone 'UTC'))::int as minute,
         extract(epoch from due_at - pg_catalog.now())::float8 / 3600 as hours
       from shelf.copy_passes where name = 'tested'`,
    )
    expect(row!.minute).toBe(minute)
    expect(row!.hours).toBeGreaterThan(0)
    expect(row!.hours).toBeLessThanOrEqual(24)
  })

  it('is asked for by hand, and reported', async () => {
    const [id] = await lose(1, 'by hand')
    expect(await askForPasses(owner, 'shelf')).toBe(3)
    const report = async () => (await passesOf(owner, 'shelf')).find(({ copy }) => copy === 'notes')
    expect(await report()).toMatchObject({ running: true })
    await until('the pass', async () => (await report())?.running === false, 15_000)
    expect(await report()).toMatchObject({ changed: 1, error: null })
    expect(await shelved(id!)).toHaveLength(1)
  })
})

describe('who may do what', () => {
  it('is healed in every service from what auth keeps', async () => {
    const sessionId = crypto.randomUUID()
    await house.rows(
      `insert into auth.revoked_sessions (session_id, user_id, until) values ($1, $2, pg_catalog.now() + interval '1 hour')`,
      [sessionId, anna.id],
    )
    await house.rows(`insert into auth.user_roles values ($1, '{viewer,admin}', 4)`, [anna.id])
    await house.rows(`insert into shelf.user_roles values ($1, '{viewer}', 3)`, [anna.id])
    const again = await house.person({ id: anna.id, sessionId })
    expect((await again.get('/notes')).status).toBe(200)
    await due('access')
    await keeper().run()
    await until('the pass', async () => (await house.rows('select 1 from shelf.revoked_sessions')).length > 0)
    expect(await house.rows('select session_id from shelf.revoked_sessions')).toEqual([
      { session_id: sessionId },
    ])
    expect(await house.rows('select roles, version from shelf.user_roles')).toEqual([
      { roles: ['viewer', 'admin'], version: 4 },
    ])
    expect((await again.get('/notes')).status).toBe(401)
  })
})

describe('an owner in another process', () => {
  it('is asked over HTTP with a service token, and waited for', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const named = { kid: 'shelf', alg: 'EdDSA' }
    const SERVICE_KEY = JSON.stringify({ ...(await exportJWK(privateKey)), ...named })
    const SERVICE_JWKS = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named, use: 'sig' }] })
    const owners = { services, only: ['auth', 'notebook'], alone: false }
    const first = await openTestHouse({ ...owners, env: { SERVICE_JWKS } })
    const rowOf = async (name: string) =>
      (await first.rows('select * from shelf.copy_passes where name = $1', [name]))[0]
    const elsewhere = (env: Record<string, string>) =>
      openTestHouse({ services, only: ['shelf'], on: first, alone: false, env: { SERVICE_KEY, ...env } })
    try {
      await first.rows(
        `insert into notebook.notes (owner_id, text) select gen_random_uuid(), 'far' from generate_series(1, 120)`,
      )
      const lost = await elsewhere({ SERVICE_URL_AUTH: 'http://127.0.0.1:1' })
      try {
        await until('an attempt', async () => Number((await rowOf('notes'))?.attempts) > 0)
        expect((await fetch(`${lost.url}/health/ready`)).status).toBe(200)
        expect((await rowOf('notes'))!.error).toContain('SERVICE_URL_NOTEBOOK')
      } finally {
        await lost.stop()
      }
      const found = await elsewhere({ SERVICE_URL_AUTH: first.url, SERVICE_URL_NOTEBOOK: first.url })
      try {
        await first.rows('update shelf.copy_passes set due_at = pg_catalog.now()')
        for (const name of ['notes', 'access'])
          await until(`the copy ${name}`, async () => Boolean((await rowOf(name))?.finished_at))
        expect(await first.rows(`select 1 from shelf.shelved where text = 'far'`)).toHaveLength(120)
      } finally {
        await found.stop()
      }
    } finally {
      await first.stop()
    }
  })
})

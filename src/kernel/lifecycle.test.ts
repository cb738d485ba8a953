import { describe, expect, it } from 'vitest'
import { openTestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { KernelSettings, readSettings } from './settings.ts'
import { notebookService, readerService } from './testing/notebook.ts'

const services = [notebookService, readerService]
describe('a stop', () => {
  it('lets requests and jobs in flight finish, takes no new ones and loses none', async () => {
    const leaving = await openTestHouse({ services })
    const anna = await leaving.person()
    await leaving.rows('begin')
    await leaving.rows('lock table notebook.worked in exclusive mode')
    await anna.post('/notes', { text: 'in a job' })
    const worker = `select 1 from pgboss.job where name = 'notebook.work' and state = 'active'`
    await until('the job to run', async () => (await leaving.rows(worker)).length === 1)
    await leaving.rows('lock table notebook.notes in exclusive mode')
    const request = anna.post('/notes', { text: 'in a request' })
    await until('the request to wait', async () =>
      (
        await leaving.rows(
          `select 1 from pg_locks where not granted and relation = 'notebook.notes'::regclass`,
        )
      ).at(0),
    )
    const stopped = leaving.halt()
    await expect(until('the port to close', () => refusesConnections(leaving.url))).resolves.toBe(true)
    await leaving.rows('commit')
    expect((await request).status).toBe(201)
    await stopped
    expect(
      await leaving.rows(`select state from pgboss.job where data->'input'->>'text' = 'in a job'`),
    ).toEqual([{ state: 'completed' }])
    const next = await openTestHouse({ services, on: leaving })
    await until('what came of the request', async () =>
      (await leaving.rows(`select 1 from notebook.worked where text = 'in a request'`)).at(0),
    )
    await until('who heard of it', async () =>
      (await leaving.rows(`select 1 from reader.heard where text = 'in a request'`)).at(0),
    )
    await next.stop()
    await leaving.stop()
  })
})

async function refusesConnections(url: string): Promise<boolean> {
  return await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(1_000) }).then(
    () => false,
    () => true,
  )
}

describe('the clock of the database', () => {
  it('moves in the sandbox and nowhere else', async () => {
    const moving = await openTestHouse({ services })
    const hours = async () =>
      (
        await moving.rows<{ hours: number }>(
          `select round(extract(epoch from notebook.now() - pg_catalog.now()) / 3600)::int as hours`,
        )
      )[0]!.hours
    await moving.travelTo(Temporal.Now.instant().add({ hours: 48 }))
    expect(await hours()).toBe(48)
    expect(Math.round(moving.house.clock.offset.total('hours'))).toBe(48)
    await moving.halt()
    const real = await openTestHouse({ services, on: moving, sandbox: false })
    expect(await hours()).toBe(0)
    expect(real.house.clock.offset.blank).toBe(true)
    await real.stop()
    const again = await openTestHouse({ services, on: moving })
    expect(await hours()).toBe(48)
    await again.stop()
    await moving.stop()
  })
})

describe('wrong settings', () => {
  const wrong = { KLAPS_POOL_SIZE: 'hunter2', KLAPS_PUBLIC_URL: 'swordfish', KLAPS_ENV: 'letmein' }

  it('are named, all at once, and their values are not', () => {
    let message = ''
    try {
      readSettings(KernelSettings, wrong, 'the kernel')
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toMatch(/^Settings of the kernel: /)
    for (const [name, value] of Object.entries(wrong)) {
      expect(message).toContain(name)
      expect(message).not.toContain(value)
    }
  })

  it('keep a house from starting', async () => {
    await expect(openTestHouse({ services, env: { KLAPS_RATE_BURST: 'hunter2' } })).rejects.toThrow(
      /^Settings of the kernel: KLAPS_RATE_BURST: (?!.*hunter2)/,
    )
  })

  it('that are empty count as absent', () => {
    expect(readSettings(KernelSettings, { KLAPS_POOL_SIZE: '' }, 'the kernel').KLAPS_POOL_SIZE).toBe(4)
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { notebookService, readerService } from './testing/notebook.ts'

const services = [notebookService, readerService]
let first: TestHouse
let second: TestHouse
beforeAll(async () => {
  first = await openTestHouse({ services, alone: false })
  second = await openTestHouse({ services, on: first, alone: false })
})
afterAll(async () => {
  await second.stop()
  await first.stop()
})

/** The ports whose houses have counted since the last look. */
async function beating(): Promise<string[]> {
  await first.rows('delete from notebook.beats')
  await new Promise((resolve) => setTimeout(resolve, 900))
  return (await first.rows<{ host: string }>('select host from notebook.beats')).map(
    (row) => row.host.split(':').at(-1)!,
  )
}

const leaders = () =>
  first.rows<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted
       and (classid::bigint << 32) | objid::bigint = hashtextextended('klaps ticks notebook', 0)`,
  )

it('a periodic job runs in one of two processes on the same database', async () => {
  await until('a first beat', async () => (await first.rows('select 1 from notebook.beats')).length > 0)
  expect(await beating()).toEqual([String(first.house.port)])
  expect(await leaders()).toHaveLength(1)
})

it('goes on in exactly one of them after the session of the leader has ended', async () => {
  const [leader] = await leaders()
  await first.rows('select pg_terminate_backend($1)', [leader!.pid])
  const next = await until('a new leader', async () =>
    (await leaders()).find((each) => each.pid !== leader!.pid),
  )
  expect(next.pid).not.toBe(leader!.pid)
  expect(await beating()).toHaveLength(1)
  expect(await leaders()).toEqual([next])
})

it('does not run where the lead is lost and somebody else has it', async () => {
  const [leader] = await leaders()
  // The witness takes the lead in the moment in which the session ends: nobody may count any more.
  await first.rows(
    `select pg_terminate_backend($1), pg_advisory_lock(hashtextextended('klaps ticks notebook', 0))`,
    [leader!.pid],
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  const held = await leaders()
  expect(held.map((each) => each.pid)).not.toContain(leader!.pid)
  expect(await beating()).toEqual([])
  await first.rows('select pg_advisory_unlock_all()')
  await until('a beat', async () => (await first.rows('select 1 from notebook.beats')).length > 0)
})

it('goes over to the other when the leader stops', async () => {
  const [running] = await beating()
  const [leaving, staying] =
    running === String(first.house.port) ? [first, second] : ([second, first] as const)
  await leaving.halt()
  await until(
    'the other one to take over',
    async () => (await beating())[0] === String(staying.house.port),
    10_000,
  )
})

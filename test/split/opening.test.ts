import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { openSplitHouse } from '../harness/split.ts'

/** Ids of the processes that this one started and that run: broker and services. */
async function children(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const own = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return state !== 'Z' && Number(parent) === process.pid
    }),
  )
  return pids.filter((_, index) => own[index])
}

it('a house of which one service does not start leaves no process behind', async () => {
  const before = await children()
  const opening = openSplitHouse({ env: {}, services: ['auth', 'nobody'] })
  await expect(opening).rejects.toThrow(/--services nobody/)
  expect(await children()).toEqual(before)
}, 120_000)

it('nor does one that takes too long', async () => {
  const before = await children()
  const opening = openSplitHouse({ env: {}, services: ['auth', 'config'], withinMs: 1 })
  await expect(opening).rejects.toThrow()
  expect(await children()).toEqual(before)
}, 120_000)

it('one that opens answers, and leaves nothing behind when it is stopped', async () => {
  const before = await children()
  const house = await openSplitHouse({ env: {}, services: ['auth'] })
  expect((await fetch(`${house.url}/api/v1/auth/jwks`, { signal: AbortSignal.timeout(15_000) })).status).toBe(
    200,
  )
  expect(await house.rows('auth', 'select count(*)::int as users from auth.users')).toEqual([{ users: 0 }])
  expect((await children()).length).toBeGreaterThan(before.length)
  await house.stop()
  expect(await children()).toEqual(before)
}, 120_000)
